import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { logRatio } from '#renderer/engine/samplers/dpm-multistep.ts';
import { dpmSolverStep, secondOrder } from '#renderer/engine/samplers/dpm-solver.ts';
import { multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { type NoiseSchedule, withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * "DPM-Solver++" (arXiv 2211.01095), algorithm 1: second order, single step. Every second call goes again from where
 * the call before began, over both intervals. Always linspace timesteps, as in diffusers.
 */
export const dpmpp2s = createSampler({
  name: 'dpmpp_2s',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = multistepPath(schedule, options, { spacing: 'linspace', roundsCosine: true });
    const sampling = solverSchedule(path);
    const { sigmas } = path;
    let before: { readonly latents: Tensor; readonly denoised: Tensor } | null = null;
    return {
      sampling,
      move({ index, latents, output }) {
        const answer = { latents, output, level: sampling.levels[index]! };
        const denoised = thresholded(schedule, cleanOf(schedule.predictionType, answer));
        const [from, to] = [sigmas[index]!, sigmas[index + 1]!];
        if (before === null || isFirstOrder(schedule, { index, steps: options.steps })) {
          before = { latents, denoised };
          return { denoised, latents: dpmSolverStep({ from, to }, { latents, direction: denoised }) };
        }
        const whole = { from: sigmas[index - 1]!, to };
        const r = logRatio({ from: whole.from, to: from }) / logRatio(whole);
        // The correction counts from the beginning of the interval: D = m1 + (m0 - m1)/(2r).
        const direction = secondOrder({ at: before.denoised, since: denoised, r: -r });
        const moved = dpmSolverStep(whole, { latents: before.latents, direction });
        before = { latents: before.latents, denoised };
        return { denoised, latents: moved };
      },
    };
  },
});

/** Orders alternate 1, 2, 1, 2 …; the last is 1 if the path ends at 0, or if the steps do not come in pairs. */
function isFirstOrder(schedule: NoiseSchedule, { index, steps }: { index: number; steps: number }): boolean {
  const endsLow = schedule.finalSigmas === 'zero' || (schedule.lowerOrderFinal ?? false);
  return index % 2 === 0 || (endsLow && index === steps - 1);
}
