import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** About styles and what they settle: names, numbers, templates, adapters. */
export const PRESETS = {
  'number.none': 'something that is not a number',
  'number.endless': 'a number without end',

  /** `meant`: a known name that is like it, or empty. */
  'name.unknown-spacing': ({ given, known }: { given: string; known: readonly string[] }) =>
    `There is no spacing “${given}”; it can be ${known.join(', ')}`,
  'name.unknown': ({ what, typed, meant, known, more }: Known & { what: Named; typed: string }) =>
    `There is no ${what} “${typed}” here; ${hint({ meant, known, more })}`,

  'range.steps': ({ max, given }: Range, { text }: Writer) =>
    `Cannot use this number of steps: it must be a whole number from 1 to ${max}, given ${text(given)}`,
  'range.guidance': ({ max, given }: Range, { text }: Writer) =>
    `Cannot use this guidance: it must be a number from 0 to ${text(max)}, given ${text(given)}`,
  'range.count': ({ max, given }: Range, { text }: Writer) =>
    `Cannot use this number of pictures: it must be a whole number from 1 to ${max}, given ${text(given)}`,
  'range.seed': ({ max, given }: Range, { text }: Writer) =>
    `Cannot use this seed: it must be a whole number from 0 to ${max}, given ${text(given)}`,
  'range.side': (
    { side, min, max, given }: { side: Side; min: number; max: number; given: number | Message },
    { text }: Writer,
  ) => `Cannot use this ${side}: it must be a whole number of pixels from ${min} to ${max}, given ${text(given)}`,
  'range.side-multiple': ({
    side,
    multiple,
    given,
    near,
  }: {
    side: Side;
    multiple: number;
    given: number;
    near: readonly number[];
  }) =>
    `Cannot use this ${side}: it must be a multiple of ${multiple}, given ${given}; ` +
    `the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(' and ')}`,
  'range.steps-lowered': ({ max, given }: Range, { text }: Writer) =>
    `Steps lowered to ${text(max)}, which is the most; ${text(given)} was asked for`,
  'range.steps-lowered-for': ({ max, given, sampler }: Range & { sampler: string }, { text }: Writer) =>
    `Steps lowered to ${text(max)}, the most that the sampler ${sampler} takes; ${text(given)} was asked for`,
  'range.guidance-lowered': ({ max, given }: Range, { text }: Writer) =>
    `Guidance lowered to ${text(max)}, which is the most; ${text(given)} was asked for`,

  'preset.name': ({ max, given }: { max: number; given: string }) =>
    `Cannot name a style like this: 1–${max} letters, digits and dashes, given “${given}”`,
  'preset.name-taken': ({ name }: { name: string }) => `Cannot name a style “${name}”: that word means no style`,
  'preset.name-written': ({ name }: { name: string }) => `The name is written “${name}”`,
  'preset.over-ready-made': ({ name }: { name: string }) =>
    `It stands in place of the ready-made style “${name}” here; deleting it brings that back`,
  'preset.description-length': ({ max, given }: Length) =>
    `Cannot keep this description: at most ${max} characters, given ${given}`,
  'preset.negative-length': ({ max, given }: Length) =>
    `Cannot keep this negative prompt: at most ${max} characters, given ${given}`,
  'preset.no-karras': ({ sampler }: { sampler: string }) =>
    `The sampler “${sampler}” has no Karras spacing, so it is drawn without`,
  'preset.size': ({ given }: { given: string }) => `Cannot use this size: it must look like 512x768, given “${given}”`,
  'preset.clip-skip': ({ max, given }: Range, { text }: Writer) =>
    `Cannot skip these layers of the text encoder: 0 to ${max}, given ${text(given)}`,

  'template.length': ({ max, given, added }: Length & { added: string }) =>
    `Cannot keep this template: at most ${max} characters${added && ` with “${added}” in front`}, given ${given}`,
  'template.place-twice': ({ place, count }: { place: string; count: number }) =>
    `Cannot use this template: “${place}” may stand in it once, given ${count} times`,
  'template.flag': ({ given }: { given: string }) =>
    `Cannot use this template: it holds words only, and settings have their own options, given “${given}”`,
  'template.place-added': ({ template }: { template: string }) => `The words of a prompt go in front: “${template}”`,

  'adapter.twice': ({ name }: { name: string }) => `The adapter “${name}” is given twice`,
  'adapter.too-many': ({ max, given }: Length) => `Cannot use this many adapters: at most ${max}, given ${given}`,
  'adapter.weight': ({ name, max, given }: Range & { name: string }, { text }: Writer) =>
    `Cannot use the adapter “${name}” like this: weights go from -${max} to ${max}, given ${text(given)}`,

  'ready-made.fast': 'A picture in 4 steps',
  'ready-made.base': 'Your words, and what nobody wants left out',
  'ready-made.photo': 'As a camera sees it',
  'ready-made.cinematic': 'A still from a film',
  'ready-made.cartoon': 'Bold outlines and flat colours',
  'ready-made.line-art': 'Clean black lines, nothing else',
  'ready-made.low-poly': 'Built of few triangles',
  'ready-made.oil': 'Thick paint on canvas',
  'ready-made.charcoal': 'Smudged black on rough paper',
  'ready-made.pastel': 'Pale chalk on paper',
  'ready-made.anime': 'Cel-shaded, as in anime',
  'ready-made.isometric': 'A small world seen from a corner',
  'ready-made.storybook': 'A storybook scene in 4 steps',
  'ready-made.fine': 'A storybook scene with more care: 20 steps',
  'ready-made.pixel-art': 'Big square pixels',
  'ready-made.watercolor': 'Soft paint on paper',
  'ready-made.blueprint': 'White lines on blue paper',
  'ready-made.neon': 'Glowing lines in the dark',
  'ready-made.chalkboard': 'Chalk on a green board',
} as const satisfies Sentences;

type Named = 'style' | 'model' | 'sampler' | 'adapter';
type Side = 'width' | 'height';
/** Given: a number, or what a value is that is none. */
type Range = { max: number; given: number | Message };
type Length = { max: number; given: number };

type Known = { meant: string; known: readonly string[]; more: number };

function hint({ meant, known, more }: Known): string {
  if (meant !== '') return `did you mean “${meant}”?`;
  if (known.length === 0) return 'there is none yet';
  return `there is ${known.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
