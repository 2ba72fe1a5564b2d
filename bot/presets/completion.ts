import { cut } from '#shared/text/cut.ts';

/** Something that a name which is being typed may become. */
export interface Completion {
  readonly value: string;
  /** With what it is, to be shown. */
  readonly label: string;
}

/** As many as Discord shows; a longer list is no help anywhere. */
const COMPLETIONS_MAX = 25;
/** Of a label and of a value, as Discord takes them. */
const CHARACTERS_MAX = 100;

/**
 * What has the typed text in its name or description, what begins with it first. Names too long for a choice are left
 * out: they can be typed.
 */
export function completions(
  all: readonly { readonly name: string; readonly description?: string }[],
  typed: string,
): readonly Completion[] {
  const words = typed.trim().toLowerCase();
  const matches = all.filter(
    ({ name, description = '' }) =>
      name.length <= CHARACTERS_MAX && `${name} ${description}`.toLowerCase().includes(words),
  );
  const begins = (name: string) => Number(name.toLowerCase().startsWith(words));
  return matches
    .toSorted((a, b) => begins(b.name) - begins(a.name))
    .slice(0, COMPLETIONS_MAX)
    .map(({ name, description }) => ({ label: labelOf(name, description), value: name }));
}

/**
 * Completes the last of several names that are typed with commas; the ones before are kept. What calls a name up in a
 * prompt is shown and looked for, too.
 */
export function completeLast(
  all: readonly { readonly name: string; readonly triggers?: readonly string[] }[],
  typed: string,
): readonly Completion[] {
  const [, before = '', last = ''] = typed.match(/^(.*[,;]\s*)?(.*)$/s) ?? [];
  const named = new Map(all.map(({ name, triggers = [] }) => [name, { name, description: triggers.join(', ') }]));
  return completions([...named.values()], last)
    .map(({ value, label }) => ({ label: cut(`${before}${label}`, CHARACTERS_MAX), value: `${before}${value}` }))
    .filter(({ value }) => value.length <= CHARACTERS_MAX);
}

function labelOf(name: string, description: string | undefined): string {
  const label = description ? `${name} – ${description}` : name;
  return cut(label, CHARACTERS_MAX);
}
