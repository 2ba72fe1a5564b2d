import type { BlobRef, Task } from '#bot/domain/task.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

/** A reference to some file. */
export const SOME_BLOB: BlobRef = { sha256: 'ab'.repeat(32), bytes: 70, mime: 'image/png' };

const PREVIEWS = { everySteps: 1, maxSide: 256 };
const PROMPT = { chunks: [{ spans: [{ text: 'a cat', weight: 1.5 }] }] };
const SUBJECTS = { chunks: [], subjects: [{ weight: 0.5, variants: [PROMPT], variantOfStep: [0, 0] }] };

/** One task of each kind, with every field that it can have. */
export const SOME_TASKS: readonly Task[] = [
  settledOrder({
    prompt: SUBJECTS,
    adapters: [{ name: 'ink', weight: 0.5 }],
    sigmas: 'karras',
    eta: { value: 0.5 },
    guidanceRescale: 0.5,
    weighting: 'compel',
    prompt2: PROMPT,
    negative2: null,
    sizeConditioning: {
      ...{ originalWidth: 1024, originalHeight: 768, cropLeft: 8, cropTop: 0 },
      aesthetic: { prompt: 6, negative: 2.5 },
    },
    source: {
      ...{ image: SOME_BLOB, strength: 0.5, mask: { ...SOME_BLOB, sha256: 'cd'.repeat(32) }, imageGuidance: 0 },
      margins: { left: 8, top: 0, right: 0, bottom: 16 },
    },
    control: { units: [{ network: 'canny', image: SOME_BLOB, weight: 0.5, start: 0, end: 0.8 }], guess: true },
    imagePrompts: [{ adapter: 'plus', pictures: [{ image: SOME_BLOB, strength: 0.6, mask: null }], scope: 'style' }],
    hires: { scale: 1.5, steps: 2, strength: 0.5, by: 'upscaler', upscaler: 'x4' },
    refiner: { model: 'fine', highNoiseFraction: 0.8 },
  }).task,
  { kind: 'upscale', image: SOME_BLOB, model: 'esrgan', scale: 4, denoise: { value: 0.5 } },
  { kind: 'restore', image: SOME_BLOB, model: 'codeformer', fidelity: 0.5 },
  { kind: 'describe', image: SOME_BLOB, model: 'tagger', scoreMin: 0.25, textsMax: 20 },
  {
    ...{ kind: 'segment', image: SOME_BLOB, model: 'sam', text: 'the cat', masksMax: 3 },
    points: [{ x: 1, y: 2, outside: true }],
    box: { left: 0, top: 0, right: 8, bottom: 8 },
  },
  {
    ...{ kind: 'animate', model: 'svd', image: null, prompt: PROMPT, negative: null, width: 64, height: 64 },
    ...{ frames: 14, framesPerSecond: 7, steps: 20, guidance: 3, seed: 1, motion: 0.5, previews: PREVIEWS },
    ...{ firstGuidance: 1, imageNoise: { value: 0.25 } },
  },
  {
    ...{ kind: 'train', model: 'tiny', method: 'lora', word: 'sks', rank: 8, steps: 500, learningRate: 1e-4 },
    ...{ side: 512, batch: 1, seed: 3, pictures: [{ image: SOME_BLOB, caption: 'sks cat' }] },
    ...{ trainText: true, precision: 'float16', randomCrop: true },
  },
  { kind: 'preprocess', image: SOME_BLOB, method: 'canny', side: 512, low: 0.25, high: 0.75 },
];
