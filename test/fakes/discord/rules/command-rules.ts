import { type JsonObject, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import type { Check } from '#test/fakes/discord/rules/subject.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT_INPUT = 1;
const ENTRY_POINT = 4;
const CHARACTERS_MAX = 8000;

/** Rule 13: names of slash commands and options are lower case; only they and the entry point of an Activity have a description, and it is not empty. */
export const commandNames: Check = ({ commands }) =>
  commands.flatMap((command) => {
    const name = stringOf(command.name);
    const description = stringOf(command.description);
    if (![CHAT_INPUT, ENTRY_POINT].includes(Number(command.type ?? CHAT_INPUT))) {
      return description === '' ? [] : [`${name}: only slash commands have a description`];
    }
    return [command, ...allOptions(command)].flatMap((one) => [
      ...badName(stringOf(one.name), name),
      ...badDescription(stringOf(one.description), `${name} ${one === command ? '' : one.name}`.trim()),
    ]);
  });

/** Rule 14: no choices beside autocomplete, required options first, 8000 characters in all. */
export const commandOptions: Check = ({ commands }) =>
  commands.flatMap((command) => {
    const total = characters(command);
    return [
      ...(total > CHARACTERS_MAX ? [`${command.name} has ${total} characters, ${CHARACTERS_MAX} are allowed`] : []),
      ...[command, ...allOptions(command)].flatMap(lateRequired),
      ...allOptions(command)
        .filter((option) => option.autocomplete === true && objectsOf(option.choices).length > 0)
        .map((option) => `${command.name} ${option.name} has both autocomplete and choices`),
    ];
  });

function allOptions(command: JsonObject): readonly JsonObject[] {
  return objectsOf(command.options).flatMap((option) => [option, ...allOptions(option)]);
}

function badName(name: string, command: string): string[] {
  return NAME.test(name) && name === name.toLowerCase()
    ? []
    : [`${command}: ${name} is no name for a command or option`];
}

function badDescription(description: string, where: string): string[] {
  const { length } = description;
  return length >= 1 && length <= 100 ? [] : [`${where}: a description has 1 to 100 characters, given ${length}`];
}

function lateRequired(parent: JsonObject): string[] {
  const options = objectsOf(parent.options);
  const firstOptional = options.findIndex((option) => option.required !== true);
  return options
    .filter((option, index) => option.required === true && firstOptional >= 0 && index > firstOptional)
    .map((option) => `${parent.name}: required option ${option.name} stands after an optional one`);
}

function characters(node: JsonObject): number {
  const choices = objectsOf(node.choices).reduce(
    (sum, choice) => sum + stringOf(choice.name).length + String(choice.value ?? '').length,
    0,
  );
  const children = objectsOf(node.options).reduce((sum, option) => sum + characters(option), 0);
  return stringOf(node.name).length + stringOf(node.description).length + choices + children;
}
