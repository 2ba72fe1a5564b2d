import type { Refiner, ValidRender } from '#renderer/engine/engine.ts';
import { type Canvas, denoise } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import type { LoadedModel } from '#renderer/engine/pipeline/load-model.ts';
import { guideOptions } from '#renderer/engine/pipeline/passes.ts';
import type { Progress, Workbench } from '#renderer/engine/pipeline/progress.ts';
import { encodeWords } from '#renderer/engine/pipeline/words.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

export interface Handover {
  readonly refiner: Refiner;
  /** What the first model has left, still noisy. */
  readonly latents: readonly Tensor[];
  /** Those of the first model: their draws go on where they stopped. */
  readonly canvases: readonly Canvas[];
  readonly stepsBefore: number;
  /** Of both models. */
  readonly steps: number;
}

/**
 * The second expert of an ensemble, "SDXL" (https://arxiv.org/abs/2307.01952), section 2.5: another model takes the steps
 * at low noise, in latents. It reads the words with its own encoders.
 */
export async function* refine(
  { take, signal }: Workbench,
  render: ValidRender,
  { refiner, latents, canvases, stepsBefore, steps }: Handover,
): AsyncGenerator<Progress, { readonly model: LoadedModel; readonly latents: readonly Tensor[] }, undefined> {
  const model = await take(refiner.model);
  // The first model's style fits the first model only.
  const words = await encodeWords(model, { ...render, styleLoras: [] }, { steps, signal });
  yield { kind: 'encoded' };
  const guide = classifierFree(guideOptions(model, render, words));
  const refined = yield* denoise({
    model,
    ...words,
    sampling: render,
    part: { from: refiner.highNoiseFraction },
    canvases: canvases.map(({ noise, draw }, i) => ({
      noise,
      draw,
      guide,
      start: { original: latents[i]!, strength: 1 },
    })),
    stepsBefore,
    signal,
  });
  return { model, latents: refined };
}
