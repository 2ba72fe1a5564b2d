import { z } from 'zod';
import type { BlobRef, Task, TaskOf } from '#bot/domain/task.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** A reference to a file, as it is stored. */
export const blob: z.ZodType<BlobRef> = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  mime: z.string(),
});
const image = blob.nullable();

const span = z.strictObject({ text: z.string(), weight: z.number() });
const chunks = z.array(z.strictObject({ spans: z.array(span) }));
const subject = z.strictObject({
  weight: z.number(),
  variants: z.array(z.strictObject({ chunks })),
  variantOfStep: z.array(z.int()),
});
const prompt = z.strictObject({ chunks, subjects: z.array(subject).exactOptional() }).nullable();
const previews = z.strictObject({ everySteps: z.int(), maxSide: z.int() }).nullable();
const edges = { left: z.int(), top: z.int(), right: z.int(), bottom: z.int() };

const draw = z.strictObject({
  kind: z.literal('draw'),
  model: z.string(),
  prompt,
  negative: prompt,
  adapters: z.array(
    z.strictObject({
      name: z.string(),
      weight: z.number(),
      textWeight: z.strictObject({ value: z.number() }).nullable().exactOptional(),
    }),
  ),
  sampler: z.string(),
  karras: z.boolean(),
  steps: z.int(),
  guidance: z.number(),
  width: z.int(),
  height: z.int(),
  seed: z.int(),
  count: z.int(),
  clipSkip: z.int(),
  previews,
  parametersPrompt: z.string(),
  parametersNegative: z.string(),
  sigmas: z.string().exactOptional(),
  spacing: z.string().exactOptional(),
  eta: z.strictObject({ value: z.number() }).nullable().exactOptional(),
  guidanceRescale: z.number().exactOptional(),
  weighting: z.string().exactOptional(),
  prompt2: prompt.exactOptional(),
  negative2: prompt.exactOptional(),
  sizeConditioning: z
    .strictObject({
      originalWidth: z.int(),
      originalHeight: z.int(),
      cropLeft: z.int(),
      cropTop: z.int(),
      aesthetic: z.strictObject({ prompt: z.number(), negative: z.number() }).nullable(),
    })
    .nullable()
    .exactOptional(),
  source: z
    .strictObject({
      image,
      strength: z.number(),
      mask: image,
      margins: z.strictObject(edges).nullable(),
      imageGuidance: z.number(),
      pasteBack: z.strictObject({ feather: z.int() }).nullable().exactOptional(),
    })
    .nullable()
    .exactOptional(),
  control: z
    .strictObject({
      units: z.array(
        z.strictObject({
          network: z.string(),
          image,
          weight: z.number(),
          start: z.number(),
          end: z.number(),
          preprocess: z.string().exactOptional(),
        }),
      ),
      guess: z.boolean(),
    })
    .nullable()
    .exactOptional(),
  imagePrompts: z
    .array(
      z.strictObject({
        adapter: z.string(),
        pictures: z.array(z.strictObject({ image, strength: z.number(), mask: image })),
        scope: z.string(),
      }),
    )
    .exactOptional(),
  hires: z
    .strictObject({
      scale: z.number(),
      steps: z.int(),
      strength: z.number(),
      by: z.string(),
      upscaler: z.string().exactOptional(),
    })
    .nullable()
    .exactOptional(),
  refiner: z.strictObject({ model: z.string(), highNoiseFraction: z.number() }).nullable().exactOptional(),
  variation: z.strictObject({ seed: z.int(), strength: z.number() }).nullable().exactOptional(),
  tile: z.boolean().exactOptional(),
  stop: z.number().exactOptional(),
  giveFlagged: z.boolean().exactOptional(),
  ownAdapters: z
    .array(z.strictObject({ name: z.string(), file: image, weight: z.number(), word: z.string() }))
    .exactOptional(),
});

/** What a stored task of each kind must look like. */
const TASKS: { readonly [Kind in TaskKind]: z.ZodType<TaskOf<Kind>> } = {
  draw,
  upscale: z.strictObject({
    kind: z.literal('upscale'),
    image,
    model: z.string(),
    scale: z.number(),
    denoise: z.strictObject({ value: z.number() }).nullable().exactOptional(),
  }),
  restore: z.strictObject({ kind: z.literal('restore'), image, model: z.string(), fidelity: z.number() }),
  describe: z.strictObject({
    kind: z.literal('describe'),
    image,
    model: z.string(),
    scoreMin: z.number(),
    textsMax: z.int(),
  }),
  segment: z.strictObject({
    kind: z.literal('segment'),
    image,
    model: z.string(),
    points: z.array(z.strictObject({ x: z.int(), y: z.int(), outside: z.boolean() })),
    box: z.strictObject(edges).nullable(),
    text: z.string(),
    masksMax: z.int(),
  }),
  animate: z.strictObject({
    kind: z.literal('animate'),
    model: z.string(),
    image,
    prompt,
    negative: prompt,
    width: z.int(),
    height: z.int(),
    frames: z.int(),
    framesPerSecond: z.number(),
    steps: z.int(),
    guidance: z.number(),
    seed: z.int(),
    motion: z.number(),
    previews,
    firstGuidance: z.number().exactOptional(),
    imageNoise: z.strictObject({ value: z.number() }).nullable().exactOptional(),
  }),
  train: z.strictObject({
    kind: z.literal('train'),
    model: z.string(),
    method: z.string(),
    pictures: z.array(z.strictObject({ image, caption: z.string(), repeats: z.int().exactOptional() })),
    word: z.string(),
    rank: z.int(),
    steps: z.int(),
    learningRate: z.number(),
    side: z.int(),
    batch: z.int(),
    seed: z.int(),
    begin: z.string().exactOptional(),
    classPictures: z
      .strictObject({ caption: z.string(), count: z.int(), others: z.array(z.string()).exactOptional() })
      .nullable()
      .exactOptional(),
    samples: z
      .strictObject({ prompts: z.array(z.string()), everySteps: z.int(), seed: z.int() })
      .nullable()
      .exactOptional(),
    trainText: z.boolean().exactOptional(),
    precision: z.string().exactOptional(),
    randomCrop: z.boolean().exactOptional(),
  }),
  preprocess: z.strictObject({
    kind: z.literal('preprocess'),
    image,
    method: z.string(),
    side: z.int(),
    low: z.number(),
    high: z.number(),
    model: z.string().exactOptional(),
  }),
};

const kinded = z.looseObject({ kind: z.enum(Object.keys(TASKS) as [TaskKind]) });

/** A stored task, checked. Throws when it is none. */
export function readTask(stored: unknown): Task {
  return TASKS[kinded.parse(stored).kind].parse(stored);
}
