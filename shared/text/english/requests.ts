import type { Message, Sentences } from '#shared/text/message.ts';

/** What is wrong with a request: a field, what it must be, and what was given. */
export const REQUESTS = {
  'request.wrong': ({ field, limit, given }: Wrong, { say }) =>
    `Cannot render: ${say(field)} must be ${say(limit)}, given ${say(given)}`,
  'request.unfit': ({ model, reason }: { model: string; reason: Message }, { say }) =>
    `Cannot render with model ${model}: ${say(reason)}`,
  'request.unrefinable': ({ model, refiner, reason }: { model: string; refiner: string; reason: Message }, { say }) =>
    `Cannot refine model ${model} with ${refiner}: ${say(reason)}`,
  'request.spacing': ({ spacing, known, given }: { spacing: string; known: readonly string[]; given: string }) =>
    `Cannot use ${spacing} with this sampler: ${oneOf(known)}, given ${given}`,
  'model.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot use model: ${oneOf(known)}, given ${say(given)}`,
  'adapter.unknown': ({ model, known, given }: UnknownAdapter, { say }) =>
    `Cannot use adapter with model ${model}: ${oneOf(known)}, given ${say(given)}`,

  // Fields.
  'field.prompt': 'prompt',
  'field.negative': 'negative prompt',
  'field.prompt2': 'second prompt',
  'field.negative2': 'second negative prompt',
  'field.subject': ({ prompt }: { prompt: Message }, { say }) => `${say(prompt)}'s subject`,
  'field.subject-weight': ({ prompt }: { prompt: Message }, { say }) => `${say(prompt)}'s subject weight`,
  'field.variant': ({ prompt }: { prompt: Message }, { say }) => `${say(prompt)}'s variant of step`,
  'field.weights': ({ prompt }: { prompt: Message }, { say }) => `${say(prompt)}'s weight`,
  'field.count': 'count',
  'field.width': 'width',
  'field.height': 'height',
  'field.size': 'size',
  'field.seed': 'seed',
  'field.clip-skip': 'clip skip',
  'field.adapters': 'adapters',
  'field.adapter-weight': ({ name }: { name: string }) => `weight of adapter ${name}`,
  'field.steps': 'steps',
  'field.steps-with': ({ sampler }: { sampler: string }) => `steps with sampler ${sampler}`,
  'field.guidance': 'guidance',
  'field.guidance-rescale': 'guidance rescale',
  'field.weighting': 'weighting',
  'field.sigmas': 'sigmas',
  'field.spacing': 'spacing',
  'field.eta': 'eta',
  'field.source': 'source',
  'field.image': 'image',
  'field.mask': 'mask',
  'field.strength': 'strength',
  'field.image-guidance': 'image guidance',
  'field.image-prompts': 'number of pictures beside the words',
  'field.image-prompt': 'picture beside the words',
  'field.image-prompt-strength': 'strength of a picture beside the words',
  'field.image-prompt-scope': 'what is taken of a picture beside the words',
  'field.margins': 'margins',
  'field.paste-back': 'pasting back',
  'field.feather': 'feather',
  'field.left-margin': 'left margin',
  'field.top-margin': 'top margin',
  'field.right-margin': 'right margin',
  'field.bottom-margin': 'bottom margin',
  'field.scale': 'scale',
  'field.fidelity': 'fidelity',
  'field.texts': 'texts',
  'field.score': 'least score',
  'field.points': 'points',
  'field.masks': 'masks',
  'field.result': 'result',
  'field.hires': 'hires',
  'field.hires-scale': 'hires scale',
  'field.hires-by': 'hires by',
  'field.hires-steps': 'hires steps',
  'field.hires-strength': 'hires strength',
  'field.hires-width': 'width after hires',
  'field.hires-height': 'height after hires',
  'field.hires-size': 'size after hires',
  'field.high-noise-fraction': 'high noise fraction',
  'field.original-width': 'original width',
  'field.original-height': 'original height',
  'field.crop-left': 'left of the crop',
  'field.crop-top': 'top of the crop',
  'field.aesthetic': 'aesthetic score',
  'field.negative-aesthetic': 'negative aesthetic score',

  // What they must be.
  'limit.whole': ({ from, to }: { from: number; to: number }) => `a whole number from ${from} to ${to}`,
  'limit.number': ({ from, to }: { from: number; to: number }) => `a number from ${from} to ${to}`,
  'limit.any-number': 'a number',
  'limit.share': 'a number above 0, up to 1',
  'limit.above-one': ({ to }: { to: number }) => `a number above 1, up to ${to}`,
  'limit.between': 'a number between 0 and 1',
  'limit.range': ({ from, to }: { from: number; to: number }) => `from ${from} to ${to}`,
  'limit.most': ({ limit }: { limit: number }) => `at most ${limit}`,
  'limit.multiple': ({ of }: { of: number }) => `a multiple of ${of}`,
  'limit.one-of': ({ known }: { known: readonly string[] }) => `one of ${known.join(', ')}`,
  'limit.pixels': ({ limit }: { limit: number }) => `width x height x count at most ${limit}`,
  'limit.chars': ({ limit }: { limit: number }) => `at most ${limit} characters`,
  'limit.chars-in-all': ({ limit }: { limit: number }) => `at most ${limit} characters in all variants`,
  'limit.chunks': ({ limit }: { limit: number }) => `at most ${limit} chunks`,
  'limit.chunks-in-all': ({ limit }: { limit: number }) => `at most ${limit} chunks in all variants`,
  'limit.spans': ({ limit }: { limit: number }) => `at most ${limit} spans`,
  'limit.subjects': ({ limit }: { limit: number }, { plural }) =>
    `at most ${limit} ${plural(limit, { one: 'subject', other: 'subjects' })}`,
  'limit.variants': ({ limit }: { limit: number }) => `at most ${limit} variants`,
  'limit.variant-steps': ({ limit }: { limit: number }) => `at most ${limit} steps of variants`,
  'limit.a-variant': 'at least one variant',
  'limit.chunks-or-subjects': 'either chunks or subjects',
  'limit.once': 'each at most once',
  'limit.only-with': ({ samplers }: { samplers: readonly string[] }) => `given with ${samplers.join(' or ')} only`,
  'limit.image': 'an image, with or without a mask',
  'limit.mask-or-margins': 'with a mask or with margins',
  'limit.beside-mask-or-margins': 'beside a mask or margins',
  'limit.a-step': ({ least, steps }: { least: number; steps: number }) =>
    `at least ${least} with ${steps} steps, or no step is left`,
  'limit.enough-for-a-step': 'enough for one step',
  'limit.bytes': ({ limit }: { limit: number }) => `at most ${limit} bytes`,
  'limit.picture-file': 'a PNG, JPEG or WebP file',
  'limit.picture-pixels': ({ limit }: { limit: number }) => `from 1 to ${limit} pixels`,
  'limit.inner': ({ least, side }: { least: number; side: Message }, { say }) =>
    `so small that ${least} pixels of ${say(side)} are left`,
  'limit.without-image': 'without an image: a second pass goes on from words',
  'limit.latent-or-pixels': 'latent or pixels',

  // What was given instead, where it is no value.
  'given.none': 'none',
  'given.both': 'both',
  'given.neither': 'neither',
  'given.mask-alone': 'a mask alone',
  'given.twice': ({ name }: { name: string }) => `${name} twice`,
  'given.with': ({ sampler }: { sampler: string }) => `it with ${sampler}`,
  'given.other-bytes': ({ bytes }: { bytes: number }) => `${bytes} bytes of something else`,

  // Why a model cannot draw a request, or a refiner not go on from it.
  'unfit.inpainting-nothing': 'it was made for inpainting and needs an image with a mask, given no image',
  'unfit.inpainting-whole': 'it was made for inpainting and needs a mask or margins, given an image alone',
  'unfit.inpainting': 'it was made for inpainting: give a picture and a mask',
  'unfit.editing-nothing': 'it edits a picture by instruction and needs an image, given none',
  'unfit.editing-part': 'it edits whole pictures, given a mask or margins',
  'unfit.editing': 'it edits a picture by instruction: give it one',
  'unfit.refiner': 'it refines what another model has begun, or an image, given neither',
  'unfit.latents': 'their latents are not of the same kind',
  'unfit.refiner-input': 'it reads more than latents',
  'unfit.refiner-recipe': 'a refiner follows text to image and image to image only',
  'unfit.refiner-and-hires': 'a render has a refiner or a second pass, not both',
} as const satisfies Sentences;

type Wrong = { field: string | Message; limit: Message; given: string | number | Message };
type UnknownAdapter = { model: string; known: readonly string[]; given: string | Message };

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? 'there is none here' : `it must be one of ${known.join(', ')}`;
}
