import type { ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { steeringFor } from '#renderer/engine/pipeline/control.ts';
import { denoise, stepsTaken } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import {
  decodeAll,
  encoderOf,
  guideOptions,
  latentDims,
  partsOf,
  startFrom,
  stepsOf,
} from '#renderer/engine/pipeline/passes.ts';
import { pictureNoises } from '#renderer/engine/pipeline/picture-noise.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { refine } from '#renderer/engine/pipeline/refine.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/**
 * The recipe: a picture is encoded, noised as far as `strength` says, and denoised towards the prompt ("SDEdit",
 * https://arxiv.org/abs/2108.01073). A refiner may take the last steps over.
 */
export async function* imageToImage(
  { acquire, noise, signal }: ModelPool,
  render: ValidRender,
  { image, strength }: ValidSource,
): AsyncGenerator<RenderProgress, void, undefined> {
  const { width, height, refiner } = render;
  const pixels = pixelsOf(await decodePicture('image', image, { width, height }));
  const model = await acquire(render.model);
  const part = partsOf(render);
  const firstSteps = stepsOf(model, render, { strength, part: part.base });
  const steps = firstSteps + (refiner ? stepsOf(model, render, { strength: 1, part: part.refiner }) : 0);
  yield { kind: 'planned', steps: stepsTaken(steps, render) };

  // Encode the prompts and the picture.
  const conditioned = await conditionPrompts(model, render, { steps, signal });
  const steering = await steeringFor(model, render, signal);
  const encoder = encoderOf(model);
  await yieldToEventLoop(signal);
  const distribution = await encoder.encode(pixels, signal);
  yield { kind: 'encoded' };

  // Each picture draws its start from the encoder's distribution first, then its noise, as diffusers does.
  const dims = latentDims(model, render);
  const guidance = classifierFree(guideOptions(model, render, conditioned));
  const sources = pictureNoises(render, noise);
  const seeds = sources.map(({ seed }) => seed);
  const runs = sources.map((source) => {
    const start = startFrom(model, distribution.sample(source.randn(dims)), strength);
    return { noise: source.start(dims), draw: () => source.randn(dims), guidance, start };
  });

  // Take the steps that are left, all pictures together.
  const pass = { ...conditioned, steering, sampling: render, runs, part: part.base, stepsBefore: 0, signal };
  const latents = yield* denoise({ ...pass, model });
  if (!refiner) return yield* decodeAll(model, latents, { seeds, signal });
  const handover = { refiner, latents, runs, steps, stepsBefore: firstSteps };
  const refined = yield* refine({ acquire, noise, signal }, render, handover);
  yield* decodeAll(refined.model, refined.latents, { seeds, signal });
}
