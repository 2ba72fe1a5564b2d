import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { dpmSolverStep, firstDifference, logRatio, secondDifference } from '#renderer/engine/samplers/dpm-solver.ts';
import { multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { type NoiseSchedule, withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * "DPM-Solver++" (arXiv 2211.01095), algorithm 1: single step, of second order unless the model's file says another.
 * Calls that follow a first-order one go again from where it began, over all intervals since. Always linspace
 * timesteps, as in diffusers.
 */
export const dpmpp2s = createSampler({
  name: 'dpmpp_2s',
  spacings: ANY_SPACING,
  ownTimesteps: true,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const habits = { spacing: 'linspace', roundsCosine: true, clipsLambda: true } as const;
    const path = multistepPath(schedule, options, habits);
    const sampling = solverSchedule(path);
    const { sigmas } = path;
    const type = schedule.solverType === 'heun' ? 'heun' : 'midpoint';
    let base: Tensor | null = null;
    // Newest first.
    let answers: readonly Tensor[] = [];
    return {
      sampling,
      move({ index, latents, output }) {
        const answer = { latents, output, level: sampling.levels[index]! };
        const denoised = thresholded(schedule, cleanOf(schedule.predictionType, answer));
        answers = [denoised, ...answers].slice(0, 3);
        const order = Math.min(orderAt(schedule, { index, steps: path.timesteps.length }), answers.length);
        if (base === null || order === 1) base = latents;
        const whole = { from: sigmas[index - order + 1]!, to: sigmas[index + 1]! };
        const ratios = Array.from({ length: order - 1 }, (_, back) => {
          return logRatio({ from: whole.from, to: sigmas[index - back]! }) / logRatio(whole);
        });
        const direction = directionOf(answers, { ratios, kind: { h: logRatio(whole), type } });
        return { denoised, latents: dpmSolverStep(whole, { latents: base, direction }) };
      },
    };
  },
});

/** Orders go up 1, 2, 1, 2 … or 1, 2, 3, 1 …; the last is 1 if the path ends at 0, or as the file wishes. */
function orderAt(
  { solverOrder, finalSigmas, lowerOrderFinal }: NoiseSchedule,
  { index, steps }: { index: number; steps: number },
): number {
  const endsLow = finalSigmas === 'zero' || (lowerOrderFinal === true && steps % solverOrder === 0);
  return endsLow && index === steps - 1 ? 1 : (index % solverOrder) + 1;
}

interface SingleStep {
  /** Where the newer answers were given, as shares of the whole step, newest first. */
  readonly ratios: readonly number[];
  readonly kind: { readonly h: number; readonly type: 'midpoint' | 'heun' };
}

/** Clean latents at the beginning of the step, corrected by how they changed along it. */
function directionOf([now, before, earlier]: readonly Tensor[], { ratios: [r0, r1], kind }: SingleStep): Tensor {
  if (r0 === undefined) return now!;
  if (r1 === undefined) {
    const share = firstDifference(kind) / r0;
    return weightedSum([
      [share, now!],
      [1 - share, before!],
    ]);
  }
  // With slopes a, b from the beginning to the first and the second place: midpoint takes b alone, as diffusers does.
  const first = firstDifference({ ...kind, type: 'heun' });
  const second = 2 * secondDifference({ ...kind, isStochastic: false });
  const [a, b] =
    kind.type === 'midpoint' ? [0, first] : [(first * r0 - second) / (r0 - r1), (second - first * r1) / (r0 - r1)];
  return weightedSum([
    [b / r0, now!],
    [a / r1, before!],
    [1 - a / r1 - b / r0, earlier!],
  ]);
}
