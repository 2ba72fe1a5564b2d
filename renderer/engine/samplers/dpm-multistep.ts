import type { SamplerCall } from '#renderer/engine/samplers/create-sampler.ts';
import { type Interval, secondOrder } from '#renderer/engine/samplers/dpm-solver.ts';
import { logSnr, multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import type { PlanOptions } from '#renderer/engine/samplers/sampler.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** Below this many steps the last one is of first order. */
const FEW_STEPS = 15;

/**
 * What the two 2M solvers have in common: the path, and at each call the step's interval and the clean latents it goes
 * to, of second order where there is a call before. The last step is of first order if it ends at 0.
 */
export function multistepDirections(options: PlanOptions) {
  const { schedule, steps } = options;
  const path = multistepPath(schedule, options);
  const { sigmas } = path;
  const endsLow =
    schedule.finalSigmas === 'zero' ||
    schedule.eulerAtFinal ||
    ((schedule.lowerOrderFinal ?? true) && steps < FEW_STEPS);
  let before: Tensor | null = null;
  const directionAt = ({ index, latents, output }: SamplerCall) => {
    const interval: Interval = { from: sigmas[index]!, to: sigmas[index + 1]! };
    const answer = { latents, output, level: sampling.levels[index]! };
    const denoised = thresholded(schedule, cleanOf(schedule.predictionType, answer));
    let direction = denoised;
    if (before !== null && !(endsLow && index === steps - 1)) {
      const r = logRatio({ from: sigmas[index - 1]!, to: interval.from }) / logRatio(interval);
      direction = secondOrder({ at: denoised, since: before, r });
    }
    before = denoised;
    return { denoised, direction, interval };
  };
  const sampling = solverSchedule(path);
  return { sampling, directionAt };
}

/** The paper's h of a step. */
export function logRatio({ from, to }: Interval): number {
  return logSnr(to) - logSnr(from);
}
