import type { ValidRefiner, ValidRender } from '#renderer/engine/contract/task.ts';
import { denoise, type PictureRun } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import { guideOptions } from '#renderer/engine/pipeline/passes.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

export interface Handover {
  readonly refiner: ValidRefiner;
  /** What the first model has left, still noisy. */
  readonly latents: readonly Tensor[];
  /** Those of the first model: their draws go on where they stopped. */
  readonly runs: readonly PictureRun[];
  readonly stepsBefore: number;
  /** Of both models. */
  readonly steps: number;
}

/**
 * The second expert of an ensemble, "SDXL" (https://arxiv.org/abs/2307.01952), section 2.5: another model takes the steps
 * at low noise, in latents. It reads the prompts with its own text encoders.
 */
export async function* refine(
  { acquire, signal }: ModelPool,
  render: ValidRender,
  { refiner, latents, runs, stepsBefore, steps }: Handover,
): AsyncGenerator<RenderProgress, { readonly model: LoadedModel; readonly latents: readonly Tensor[] }, undefined> {
  const model = await acquire(refiner.model);
  // The first model's style and IP-Adapters fit the first model only.
  const conditioned = await conditionPrompts(model, { ...render, styleLoras: [], imagePrompts: [] }, { steps, signal });
  yield { kind: 'encoded' };
  const guidance = classifierFree(guideOptions(model, render, conditioned));
  const refined = yield* denoise({
    model,
    ...conditioned,
    sampling: render,
    part: { from: refiner.highNoiseFraction },
    runs: runs.map(({ noise, draw }, i) => ({
      noise,
      draw,
      guidance,
      start: { original: latents[i]!, strength: 1 },
    })),
    stepsBefore,
    signal,
  });
  return { model, latents: refined };
}
