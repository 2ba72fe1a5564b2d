import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { steeringFor } from '#renderer/engine/pipeline/control.ts';
import { denoise, stepsTaken } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree } from '#renderer/engine/pipeline/guidance.ts';
import { enlarge, hiresTiles } from '#renderer/engine/pipeline/hires.ts';
import { decodeAll, guideOptions, latentDims, partsOf, stepsOf } from '#renderer/engine/pipeline/passes.ts';
import { pictureNoises } from '#renderer/engine/pipeline/picture-noise.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { refine } from '#renderer/engine/pipeline/refine.ts';

/**
 * The recipe: prompts to hidden states, noise, steps, pixels; a refiner may take the last steps over, or a second pass
 * make the picture larger. Aborting ends it before the next call of a network.
 */
export async function* textToImage(
  { acquire, noise, signal }: ModelPool,
  render: ValidRender,
): AsyncGenerator<RenderProgress, void, undefined> {
  const model = await acquire(render.model);
  const { refiner, hires } = render;
  const part = partsOf(render);
  const firstSteps = stepsOf(model, render, { part: part.base });
  const refinerSteps = refiner ? stepsOf(model, render, { strength: 1, part: part.refiner }) : 0;
  const hiresSteps = hires ? stepsOf(model, { ...render, steps: hires.steps }, hires) : 0;
  const steps = firstSteps + refinerSteps + hiresSteps;
  yield { kind: 'planned', steps: stepsTaken(steps, render) + hiresTiles(model, render) };

  // Encode the prompts, and the pictures that steer.
  const conditioned = await conditionPrompts(model, render, { steps, signal });
  const steering = await steeringFor(model, render, signal);
  yield { kind: 'encoded' };

  // Draw each picture's noise from its own seed.
  const dims = latentDims(model, render);
  const guidance = classifierFree(guideOptions(model, render, conditioned));
  const sources = pictureNoises(render, noise);
  const seeds = sources.map(({ seed }) => seed);
  const runs = sources.map((source) => {
    return { noise: source.start(dims), draw: () => source.randn(dims), guidance };
  });

  // Take the steps, all pictures together.
  const pass = { ...conditioned, steering, sampling: render, runs, part: part.base, stepsBefore: 0, signal };
  const latents = yield* denoise({ ...pass, model });
  if (refiner) {
    const handover = { refiner, latents, runs, steps, stepsBefore: firstSteps };
    const refined = yield* refine({ acquire, noise, signal }, render, handover);
    return yield* decodeAll(refined.model, refined.latents, { seeds, signal });
  }
  if (hires) {
    const larger = yield* enlarge(render, { ...pass, model, hires, latents, noise, stepsBefore: firstSteps });
    return yield* decodeAll(model, larger, { seeds, signal });
  }
  yield* decodeAll(model, latents, { seeds, signal });
}
