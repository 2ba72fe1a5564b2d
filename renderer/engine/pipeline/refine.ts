import type { ValidRefiner, ValidRender } from '#renderer/engine/contract/task.ts';
import { denoise, type PictureRun } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import { guideOptions } from '#renderer/engine/pipeline/passes.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import type { LoadedModel } from '#renderer/engine/residency/load-model.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

export interface Handover {
  readonly refiner: ValidRefiner;
  /** What the first model has left, still noisy. */
  readonly latents: readonly Tensor[];
  /** Those of the first model: their draws go on where they stopped. */
  readonly canvases: readonly PictureRun[];
  readonly stepsBefore: number;
  /** Of both models. */
  readonly steps: number;
}

/**
 * The second expert of an ensemble, "SDXL" (https://arxiv.org/abs/2307.01952), section 2.5: another model takes the steps
 * at low noise, in latents. It reads the words with its own encoders.
 */
export async function* refine(
  { acquire: take, signal }: ModelPool,
  render: ValidRender,
  { refiner, latents, canvases, stepsBefore, steps }: Handover,
): AsyncGenerator<RenderProgress, { readonly model: LoadedModel; readonly latents: readonly Tensor[] }, undefined> {
  const model = await take(refiner.model);
  // The first model's style fits the first model only.
  const words = await conditionPrompts(model, { ...render, styleLoras: [] }, { steps, signal });
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
