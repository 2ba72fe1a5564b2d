import type { APIComponentInLabel, APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { type Command, callOf } from '#bot/commands/command.ts';
import { type Option, optionsOn } from '#bot/commands/option.ts';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import { labelled, textField, uploadField } from '#bot/discord/modals/modal-fields.ts';
import { givenFile, optionField, readOptionField, readTyped } from '#bot/discord/modals/option-field.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import { plainMessage, type Writer } from '#shared/text/message.ts';

/** Discord's limits of a form: fields, and characters of a label, a title and a text. */
const FIELDS_MAX = 5;
const LABEL_CHARS_MAX = 45;
const TEXT_CHARS_MAX = 4000;
/** Where a command takes more pictures than this, one field takes all of them. */
const PICTURE_FIELDS_MAX = 2;

/** The fields for everything that has none of its own, and for all pictures; no option can have these names. */
const OTHERS = '*';
const PICTURES = '+';

type Values = Readonly<Record<string, unknown>>;
type Named = readonly [string, Option];

/**
 * A form filled in with what a command was given. Discord takes five fields: where there are more options, what cannot
 * be typed has a field, then texts have one each, and the rest share the last, one `name: value` a line.
 */
export function commandModal(
  command: Command,
  { values, id, language }: { readonly values: Values; readonly id: CustomId; readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const writer = writerOf(language);
  const { own, pictures, isShared } = layoutOf(command);
  const fields = own.map(([name, option]) => {
    const label = cut(writer.say(option.called ?? plainMessage(name)), LABEL_CHARS_MAX);
    return withKept(labelled(label, optionField(name, option, { value: values[name], writer })), {
      isKept: option.kind === 'picture' && values[name] !== undefined,
      writer,
    });
  });
  const all = labelled(writer.say(say('edit.pictures')), uploadField(PICTURES, { max: pictures.length }));
  return {
    custom_id: writeCustomId(id),
    title: cut(`/${callOf(command)}`, LABEL_CHARS_MAX),
    components: [
      ...fields,
      ...(pictures.length > 0 ? [withKept(all, { isKept: pictures.some(([name]) => name in values), writer })] : []),
      ...(isShared ? [sharedField(command, { values, writer })] : []),
    ],
  };
}

/**
 * What the form says, as the command takes it: numbers are read, and a line that names no option is one too many. A
 * picture that was given before stays where no other was.
 */
export function readCommandModal(
  command: Command,
  { fields, values }: { readonly fields: ModalSubmitFields; readonly values: Values },
): Values {
  const { own, pictures, isShared } = layoutOf(command);
  const options = new Map<string, Option>(optionsOn(command.options, 'discord'));
  const kept = [...options].flatMap(([name, { kind }]) =>
    kind === 'picture' && values[name] !== undefined ? [[name, values[name]] as const] : [],
  );
  const filled = own.flatMap(([name, option]) => {
    const value = readOptionField(name, option, fields);
    return value === undefined ? [] : [[name, value] as const];
  });
  const lines = isShared ? fields.getTextInputValue(OTHERS).split('\n') : [];
  const others = lines
    .filter((line) => line.trim() !== '')
    .map(readLine)
    .map(([name, text]) => [name, readTyped(text, options.get(name))] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries([...replaced(kept, { pictures, fields }), ...filled, ...others]);
}

/** Which options have a field of their own, which pictures share one, and whether there are more. */
function layoutOf({ options }: Command): {
  readonly own: readonly Named[];
  readonly pictures: readonly Named[];
  readonly isShared: boolean;
} {
  const all = optionsOn(options, 'discord');
  if (all.length <= FIELDS_MAX) return { own: all, pictures: [], isShared: false };
  const files = all.filter(([, option]) => option.kind === 'picture' && option.takes === undefined);
  const pictures = files.length > PICTURE_FIELDS_MAX ? files : [];
  const untyped = all.filter((one) => isUntyped(one) && !pictures.includes(one));
  const texts = all.filter(([, { kind }]) => kind === 'text');
  const room = FIELDS_MAX - 1 - (pictures.length > 0 ? 1 : 0);
  const chosen = new Set([...untyped, ...texts].slice(0, room));
  return { own: all.filter((one) => chosen.has(one)), pictures, isShared: true };
}

/** Files, roles and members are chosen. */
function isUntyped([, { kind }]: Named): boolean {
  return kind === 'picture' || kind === 'role' || kind === 'member';
}

function sharedField(command: Command, { values, writer }: { readonly values: Values; readonly writer: Writer }) {
  const { own } = layoutOf(command);
  const others = Object.entries(values).filter(
    ([name, value]) => typeof value !== 'object' && !own.some(([known]) => known === name),
  );
  const value = others.map(([name, each]) => `${name}: ${each}`).join('\n');
  return {
    ...labelled(writer.say(say('edit.others')), textField(OTHERS, { value, charsMax: TEXT_CHARS_MAX, lines: 'many' })),
    description: writer.say(say('edit.others-about')),
  };
}

function withKept(
  field: { readonly type: 18; readonly label: string; readonly component: APIComponentInLabel },
  { isKept, writer }: { readonly isKept: boolean; readonly writer: Writer },
) {
  return isKept ? { ...field, description: writer.say(say('edit.file-kept')) } : field;
}

/** Where new pictures were given to the field for all of them, they take the place of the ones before. */
function replaced(
  kept: readonly (readonly [string, unknown])[],
  { pictures, fields }: { readonly pictures: readonly Named[]; readonly fields: ModalSubmitFields },
): readonly (readonly [string, unknown])[] {
  const files = pictures.length === 0 ? [] : [...(fields.getUploadedFiles(PICTURES)?.values() ?? [])];
  if (files.length === 0) return kept;
  return files.slice(0, pictures.length).map((file, index) => [pictures[index]![0], givenFile(file)] as const);
}

/** A line without a colon names nothing that there is, so that the command says so. */
function readLine(line: string): readonly [string, string] {
  const [name = '', ...value] = line.split(':');
  return value.length === 0 ? [line.trim(), line] : [name.trim().toLowerCase(), value.join(':')];
}
