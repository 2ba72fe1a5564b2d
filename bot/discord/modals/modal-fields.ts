import { type APIComponentInLabel, type APISelectMenuOption, ComponentType, TextInputStyle } from 'discord.js';
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
