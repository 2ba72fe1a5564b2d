import { nearest } from '#bot/prompt/nearest.ts';
import { say } from '#bot/text/say.ts';
import { TIMESTEP_SPACINGS } from '#shared/contract/bounds.ts';
import { samplerTitled } from '#shared/contract/sampler-titles.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** Names listed in a sentence, and characters of a name that nobody knows. */
const LISTED_MAX = 12;
const TYPED_MAX = 40;

/** "There is no style “storybok” here; did you mean “storybook”?" */
export function unknownName(
  what: 'style' | 'model' | 'sampler' | 'adapter',
  { name, known }: { readonly name: string; readonly known: readonly { readonly name: string }[] },
): Message {
  const names = known.map((each) => each.name);
  const meant = nearest(name, names);
  const typed = cut(name, TYPED_MAX);
  const listed = names.slice(0, LISTED_MAX);
  return say('name.unknown', { what, typed, meant: meant ?? '', known: listed, more: names.length - listed.length });
}

/** "There is no spacing of timesteps called …", with those that there are. */
export function unknownSpacing(typed: string): Message {
  return say('name.unknown-spacing', { given: cut(typed, TYPED_MAX), known: TIMESTEP_SPACINGS });
}

/** A sampler's name as people or A1111 write it ("DPM++ 2M Karras", "euler-a", "PLMS"), as the renderers call it. */
export function readSamplerName(typed: string): { readonly name: string; readonly karras: boolean } {
  const [, bare = typed, rule] = /^(.*?)(\s+karras)?$/i.exec(typed.trim()) ?? [];
  const titled = samplerTitled(bare);
  if (titled !== null) return { name: titled, karras: rule !== undefined };
  const name = typed
    .trim()
    .toLowerCase()
    .replaceAll('dpm++', 'dpmpp_')
    .replace(/[-_\s]+/g, '_');
  const karras = name.endsWith('_karras');
  return { name: karras ? name.slice(0, -'_karras'.length) : name, karras };
}
