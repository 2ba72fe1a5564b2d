import { type Command, callOf } from '#bot/commands/command.ts';
import { type Option, optionsOn } from '#bot/commands/option.ts';
import type { CommandCard, OptionCard } from '#bot/studio/server/api.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import type { Writer } from '#shared/text/message.ts';

/** A command as the page offers it, in the reader's language. */
export function commandCard(command: Command, { language }: { readonly language: Language }): CommandCard {
  const writer = writerOf(language);
  return {
    call: callOf(command),
    description: writer.say(command.description),
    answers: command.answers === 'copy' || command.answers === 'copies' ? 'panel' : command.answers,
    key: command.key ?? null,
    options: optionsOn(command.options, 'studio').map(([name, option]) => optionCard(name, { option, writer })),
  };
}

function optionCard(name: string, { option, writer }: { option: Option; writer: Writer }): OptionCard {
  const { kind } = option;
  const { min = null, max = null } = kind === 'integer' || kind === 'number' ? option : {};
  return {
    name,
    label: option.called ? writer.say(option.called) : name,
    // Roles and members have no list here; no command of the studio has one.
    kind: kind === 'role' || kind === 'member' ? 'text' : kind,
    description: writer.say(option.description),
    required: option.required ?? false,
    charactersMax: kind === 'text' || kind === 'seed' ? (option.charactersMax ?? null) : null,
    min,
    max,
    choices: kind === 'choice' ? option.choices.map(({ value, label }) => ({ value, label: writer.say(label) })) : [],
    completes: kind === 'text' && option.completes !== undefined,
  };
}
