import type { Message, Sentences } from '#shared/text/message.ts';

/** Models that make pictures move, and their files. */
export const ANIMATORS = {
  'animator.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load ${file} to animate pictures: ${say(reason)}`,
  'animator.missing': ({ file }: { file: string }) =>
    `Cannot load ${file} to animate pictures: there is no such file or folder`,
  'animator.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot find ${say(given)} to animate pictures: here are ${known.join(', ')}`,
  'animator.words': 'Cannot animate by words: the models here go by the picture alone; leave the words out',
  'animator.no-image': 'Cannot animate: a picture must be given, which is the first frame',
  'animator.argument': ({ option, limit, given }: Argument, { say }) =>
    `Cannot animate: ${option} must be ${say(limit)}, given ${say(given)}`,
  'animator.encoder': ({ wanted, given }: { wanted: number; given: number }) =>
    `its image encoder must give ${wanted} numbers for a picture, given ${given}; use the one that came with it`,
  'animator.too-large': ({ width, height, limit }: { width: number; height: number; limit: number }) =>
    `Cannot animate ${width}×${height} pixels: at most ${limit} KiB, and two frames of them are more; a smaller size would do`,
  'field.frames': 'frames',
  'field.frames-per-second': 'frames a second',
  'field.motion': 'motion',
  'field.first-guidance': 'guidance of the first frame',
  'field.image-noise': 'noise of the picture',
  // Reasons for animator.unloadable.
  'animator.no-part': ({ part }: { part: string }) =>
    `${part} is missing; it needs unet, vae, image_encoder and scheduler, as diffusers writes them`,
  'animator.foreign': ({ key }: { key: string }) =>
    `it must be Stable Video Diffusion, given a file whose first key is ${key}`,
} as const satisfies Sentences;

type Argument = { option: string; limit: Message; given: string | Message };
