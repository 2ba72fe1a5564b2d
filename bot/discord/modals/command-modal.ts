import type { APIComponentInLabel, APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { type Command, callOf } from '#bot/commands/command.ts';
import { type Option, optionsOn } from '#bot/commands/option.ts';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import { labelled, textField } from '#bot/discord/modals/modal-fields.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import { plainMessage } from '#shared/text/message.ts';

/** Discord's limits of a form: fields, and characters of a label, a title and a text. */
const FIELDS_MAX = 5;
const LABEL_CHARS_MAX = 45;
const TEXT_CHARS_MAX = 4000;
/** Beyond this many characters a field has several lines. */
const LINE_CHARS_MAX = 100;

/** The field for everything that has none of its own; no option can have this name. */
const OTHERS = '*';

type Values = Readonly<Record<string, unknown>>;

/**
 * A form filled in with what a command was given. Discord takes five fields: where there are more options, the first
 * four texts have one each, and the rest share the last, one `name: value` a line.
 */
export function commandModal(
  command: Command,
  { values, id, language }: { readonly values: Values; readonly id: CustomId; readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const writer = writerOf(language);
  const own = ownFields(command);
  const fields = own.map(([name, option]) =>
    labelled(cut(writer.say(option.called ?? plainMessage(name)), LABEL_CHARS_MAX), ownField(name, option, values)),
  );
  const others = Object.entries(values).filter(([name]) => !own.some(([known]) => known === name));
  const lines = others.map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const shared = {
    ...labelled(
      writer.say(say('edit.others')),
      textField(OTHERS, { value: lines.join('\n'), charsMax: TEXT_CHARS_MAX, lines: 'many' }),
    ),
    description: writer.say(say('edit.others-about')),
  };
  return {
    custom_id: writeCustomId(id),
    title: cut(`/${callOf(command)}`, LABEL_CHARS_MAX),
    components: hasShared(command) ? [...fields, shared] : fields,
  };
}

/** What the form says, as the command takes it: numbers are read, and a line that names no option is one too many. */
export function readCommandModal(command: Command, fields: ModalSubmitFields): Values {
  const own = ownFields(command).map(([name]) => [name, fields.getTextInputValue(name)] as const);
  const lines = hasShared(command) ? fields.getTextInputValue(OTHERS).split('\n') : [];
  const others = lines.filter((line) => line.trim() !== '').map(readLine);
  const options = new Map<string, Option>(optionsOn(command.options, 'discord'));
  const given = [...own, ...others].filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(given.map(([name, text]) => [name, readValue(text.trim(), options.get(name))]));
}

function ownFields({ options }: Command): readonly (readonly [string, Option])[] {
  const all = optionsOn(options, 'discord');
  if (all.length <= FIELDS_MAX) return all;
  return all.filter(([, { kind }]) => kind === 'text').slice(0, FIELDS_MAX - 1);
}

function hasShared(command: Command): boolean {
  return ownFields(command).length < optionsOn(command.options, 'discord').length;
}

function ownField(name: string, option: Option, values: Values): APIComponentInLabel {
  const charsMax = Math.min(TEXT_CHARS_MAX, (option.kind === 'text' ? option.charactersMax : undefined) ?? 100);
  const value = values[name] === undefined ? '' : String(values[name]);
  const lines = charsMax > LINE_CHARS_MAX ? 'many' : 'one';
  return textField(name, { value, charsMax, lines, required: option.required === true });
}

/** A line without a colon names nothing that there is, so that the command says so. */
function readLine(line: string): readonly [string, string] {
  const [name = '', ...value] = line.split(':');
  return value.length === 0 ? [line.trim(), line] : [name.trim().toLowerCase(), value.join(':')];
}

const NUMBER = /^[+-]?\d{1,20}([.,]\d{1,20})?$/;

/** What cannot be read stays text: the command says what it takes. */
function readValue(text: string, option: Option | undefined): string | number | boolean {
  if ((option?.kind === 'integer' || option?.kind === 'number') && NUMBER.test(text))
    return Number(text.replace(',', '.'));
  if (option?.kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
