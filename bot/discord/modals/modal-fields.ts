import {
  type APIComponentInLabel,
  type APISelectMenuOption,
  ComponentType,
  type FileUploadType,
  TextInputStyle,
} from 'discord.js';
import type { PictureOption } from '#bot/commands/option.ts';
import { beginning } from '#shared/text/cut.ts';

/** A field of a form under its label. */
export function labelled(text: string, component: APIComponentInLabel) {
  return { type: ComponentType.Label as const, label: text, component };
}

/** A list to choose one of; the first is chosen where nothing is. Discord takes 25 at most. */
export function select(
  id: string,
  { options, chosen }: { readonly options: readonly APISelectMenuOption[]; readonly chosen?: string | undefined },
): APIComponentInLabel {
  const value = chosen ?? options[0]!.value;
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    required: true,
    options: options.map((option) => ({ ...option, default: option.value === value })),
  };
}

/** A choice that can be left open: all at once where there are few, else a list. Discord takes 25 at most. */
export function choiceField(
  id: string,
  {
    options,
    chosen,
    required,
    isFew,
  }: {
    readonly options: readonly { readonly value: string; readonly label: string }[];
    readonly chosen: string | undefined;
    readonly required: boolean;
    /** Two to ten. */
    readonly isFew: boolean;
  },
): APIComponentInLabel {
  const marked = options.map((option) => (option.value === chosen ? { ...option, default: true } : option));
  if (isFew) return { type: ComponentType.RadioGroup, custom_id: id, required, options: marked };
  const counts = { min_values: required ? 1 : 0, max_values: 1 };
  return { type: ComponentType.StringSelect, custom_id: id, required, ...counts, options: marked };
}

/** Boxes to tick, all of them ticked at first; none need be. Discord takes ten at most. */
export function checkboxes(
  id: string,
  options: readonly { readonly value: string; readonly label: string }[],
): APIComponentInLabel {
  return {
    type: ComponentType.CheckboxGroup,
    custom_id: id,
    required: false,
    min_values: 0,
    max_values: options.length,
    options: options.map((option) => ({ ...option, default: true })),
  };
}

/** What can be chosen where a file is taken: pictures, styles and lists of words, archives. Its bytes tell what it is. */
export const FILE_TYPES: Readonly<Record<'picture' | NonNullable<PictureOption['takes']>, FileUploadType[]>> = {
  picture: ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.avif'],
  text: ['.txt', '.csv', '.json'],
  zip: ['.zip'],
};

/** A field for files. */
export function uploadField(
  id: string,
  {
    max,
    required = false,
    takes = 'picture',
  }: { readonly max: number; readonly required?: boolean; readonly takes?: keyof typeof FILE_TYPES },
): APIComponentInLabel {
  return {
    type: ComponentType.FileUpload,
    custom_id: id,
    required,
    min_values: required ? 1 : 0,
    max_values: max,
    file_types: FILE_TYPES[takes],
  };
}

/** A field to type into. Discord refuses a form whose field holds more than it takes, or an empty value. */
export function textField(
  id: string,
  {
    value,
    charsMax,
    lines,
    required = false,
    placeholder,
  }: {
    readonly value: string;
    readonly charsMax: number;
    readonly lines: 'one' | 'many';
    readonly required?: boolean;
    readonly placeholder?: string;
  },
): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: lines === 'one' ? TextInputStyle.Short : TextInputStyle.Paragraph,
    required,
    max_length: charsMax,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(value === '' ? {} : { value: beginning(value, charsMax) }),
  };
}
