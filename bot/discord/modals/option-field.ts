import {
  type APIComponentInLabel,
  type Attachment,
  ComponentType,
  type ModalSubmitFields,
  SelectMenuDefaultValueType,
} from 'discord.js';
import type { ChoiceOption, Option } from '#bot/commands/option.ts';
import { choiceField, textField, uploadField } from '#bot/discord/modals/modal-fields.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';
import type { Writer } from '#shared/text/message.ts';

/** Characters of a text field, and of a number in one; beyond so many a field has several lines. */
const TEXT_CHARS_MAX = 4000;
const NUMBER_CHARS_MAX = 100;
const LINE_CHARS_MAX = 100;
/** So many choices are shown at once instead of in a list. */
const SHOWN_AT_ONCE_MAX = 4;

/** The field of a form for an option, of the kind that the option is, filled in with what was given for it. */
export function optionField(
  name: string,
  option: Option,
  { value, writer }: { readonly value: unknown; readonly writer: Writer },
): APIComponentInLabel {
  const required = option.required === true;
  switch (option.kind) {
    case 'picture':
      return uploadField(name, { max: 1, required: required && value === undefined, takes: option.takes ?? 'picture' });
    case 'role':
      return {
        type: ComponentType.RoleSelect,
        ...ofOne(name, required),
        ...preset(value, SelectMenuDefaultValueType.Role),
      };
    case 'member':
      return {
        type: ComponentType.UserSelect,
        ...ofOne(name, required),
        ...preset(value, SelectMenuDefaultValueType.User),
      };
    case 'choice':
    case 'boolean': {
      const options = choicesOf(option, writer);
      const isFew = options.length <= SHOWN_AT_ONCE_MAX;
      const chosen = value === undefined || value === null ? undefined : String(value);
      return choiceField(name, { options, chosen, required, isFew });
    }
    case 'text':
    case 'integer':
    case 'number':
    case 'seed': {
      const longest = option.kind === 'text' ? (option.charactersMax ?? NUMBER_CHARS_MAX) : NUMBER_CHARS_MAX;
      const charsMax = Math.min(TEXT_CHARS_MAX, longest);
      const typed = value === undefined || value === null ? '' : String(value);
      return textField(name, { value: typed, charsMax, lines: charsMax > LINE_CHARS_MAX ? 'many' : 'one', required });
    }
  }
}

/** What the field says; undefined = nothing. What cannot be read stays text: the command says what it takes. */
export function readOptionField(name: string, option: Option, fields: ModalSubmitFields): unknown {
  const field = fields.getField(name);
  switch (field.type) {
    case ComponentType.FileUpload: {
      const file = fields.getUploadedFiles(name)?.first();
      return file && givenFile(file);
    }
    case ComponentType.RoleSelect: {
      const role = fields.getSelectedRoles(name)?.first();
      return role && { id: role.id, name: role.name };
    }
    case ComponentType.UserSelect: {
      const user = fields.getSelectedUsers(name)?.first();
      return user && { id: user.id, name: user.displayName };
    }
    case ComponentType.RadioGroup:
      return readTyped(fields.getRadioGroup(name) ?? '', option);
    case ComponentType.StringSelect:
      return readTyped(fields.getStringSelectValues(name)[0] ?? '', option);
    default:
      return readTyped(fields.getTextInputValue(name), option);
  }
}

const NUMBER = /^[+-]?\d{1,20}([.,]\d{1,20})?$/;

/** A number or yes and no where the option is one; undefined where nothing was typed. */
export function readTyped(typed: string, option: Option | undefined): string | number | boolean | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  if ((option?.kind === 'integer' || option?.kind === 'number') && NUMBER.test(text))
    return Number(text.replace(',', '.'));
  if (option?.kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** A file of Discord's as a command takes it. */
export function givenFile({ url, name, size }: Pick<Attachment, 'url' | 'name' | 'size'>): GivenPicture {
  return { url, name, bytes: size };
}

function choicesOf(option: ChoiceOption | Extract<Option, { kind: 'boolean' }>, writer: Writer) {
  if (option.kind === 'choice') return option.choices.map(({ value, label }) => ({ value, label: writer.say(label) }));
  return [
    { value: 'true', label: writer.say(say('edit.yes')) },
    { value: 'false', label: writer.say(say('edit.no')) },
  ];
}

function ofOne(name: string, required: boolean) {
  return { custom_id: name, required, min_values: required ? 1 : 0, max_values: 1 };
}

/** What was chosen before; Discord refuses ids that are none. */
function preset<Kind extends SelectMenuDefaultValueType>(value: unknown, type: Kind) {
  const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';
  return /^\d{1,20}$/.test(id) ? { default_values: [{ id, type }] } : {};
}
