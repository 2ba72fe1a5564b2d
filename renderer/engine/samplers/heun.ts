import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { clipped } from '#renderer/engine/samplers/parametrization.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import {
  cleanLatents,
  eulerStep,
  inputScale,
  type SigmaPath,
  sigmaPath,
} from '#renderer/engine/samplers/sigma-path.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/**
 * "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), algorithm 1 without churn: an
 * Euler step, then again with the mean of the slopes at both ends. Two calls a step, one for the last.
 */
export const heun = createSampler({
  name: 'heun',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = sigmaPath(schedule, options);
    const sampling = heunSchedule(path);
    let before: { readonly latents: Tensor; readonly denoised: Tensor } | null = null;
    return {
      sampling,
      move({ index, latents, output }) {
        const sigma = sampling.levels[index]!.sigma;
        const clean = cleanLatents(schedule.predictionType, { latents, output, sigma });
        const denoised = clipped(schedule, clean);
        if (before === null) {
          before = { latents, denoised };
          return { denoised, latents: eulerStep(before, { from: sigma, to: path.sigmas[index / 2 + 1]! }) };
        }
        const from = path.sigmas[(index - 1) / 2]!;
        const first = eulerStep(before, { from, to: sigma });
        const slope = mix(1 / sigma, latents, -1 / sigma, denoised);
        const second = mix(1, before.latents, sigma - from, slope);
        before = null;
        return { denoised, latents: mix(0.5, first, 0.5, second) };
      },
    };
  },
});

/** Every level but the first is asked at twice: as the end of one step and as the beginning of the next. */
function heunSchedule({ timesteps, sigmas, initialSigma }: SigmaPath): SamplingSchedule {
  const twice = <T>(values: readonly T[]) => values.flatMap((value, i) => (i === 0 ? [value] : [value, value]));
  const levels = twice([...sigmas.subarray(0, timesteps.length)]);
  return {
    timesteps: twice(timesteps),
    levels: levels.map((sigma) => ({ alpha: 1, sigma })),
    inputScales: levels.map(inputScale),
    initialSigma,
    callsPerStep: 2,
  };
}
