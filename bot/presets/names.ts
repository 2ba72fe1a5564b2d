import { nearest } from '#bot/prompt/nearest.ts';

/** Names listed in a sentence, and characters of a name that nobody knows. */
const LISTED_MAX = 12;
const TYPED_MAX = 40;

/** "There is no style “storybok” here; did you mean “storybook”?" */
export function unknownName(
  what: 'style' | 'model' | 'sampler' | 'adapter',
  { name, known }: { readonly name: string; readonly known: readonly { readonly name: string }[] },
): string {
  const names = known.map((each) => each.name);
  const meant = nearest(name, names);
  const typed = name.length > TYPED_MAX ? `${name.slice(0, TYPED_MAX - 1)}…` : name;
  const hint = meant === null ? listed(names) : `did you mean “${meant}”?`;
  return `There is no ${what} “${typed}” here; ${hint}`;
}

/** A sampler's name as people write it ("DPM++ 2M Karras", "euler-a"), as the renderers call it. */
export function readSamplerName(typed: string): { readonly name: string; readonly karras: boolean } {
  const name = typed
    .trim()
    .toLowerCase()
    .replaceAll('dpm++', 'dpmpp_')
    .replace(/[-_\s]+/g, '_');
  const karras = name.endsWith('_karras');
  return { name: karras ? name.slice(0, -'_karras'.length) : name, karras };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'there is none yet';
  const more = names.length > LISTED_MAX ? ` and ${names.length - LISTED_MAX} more` : '';
  return `there is ${names.slice(0, LISTED_MAX).join(', ')}${more}`;
}
