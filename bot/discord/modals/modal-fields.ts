import { type APIComponentInLabel, type APISelectMenuOption, ComponentType } from 'discord.js';

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
