import { consistencySchedule, DISTILLED_STEPS } from '#renderer/engine/samplers/consistency-schedule.ts';
import { createSampler, DEFAULT_ONLY } from '#renderer/engine/samplers/create-sampler.ts';
import { cleanOf, levelOf, noiseOf } from '#renderer/engine/samplers/parametrization.ts';
import { mix } from '#renderer/engine/tensor.ts';

/**
 * "Trajectory Consistency Distillation" (arXiv 2402.19159), strategic stochastic sampling: down along the
 * trajectory to (1 - eta) of the next timestep, and back up with fresh noise; the last step draws none.
 */
export const tcd = createSampler({
  name: 'tcd',
  spacings: DEFAULT_ONLY,
  ownTimesteps: true,
  stepsMax: DISTILLED_STEPS,
  begin(options) {
    const { schedule, eta = 0.3 } = options;
    const sampling = consistencySchedule('tcd', options);
    const alphaBar = (t: number) => schedule.alphasCumprod[t]!;
    return {
      sampling,
      move({ index, latents, output, draw }) {
        const answer = { latents, output, level: levelOf(alphaBar(sampling.timesteps[index]!)) };
        const denoised = cleanOf(schedule.predictionType, answer);
        const next = sampling.timesteps[index + 1];
        const below = Math.floor((1 - eta) * (next ?? 0));
        const level = levelOf(alphaBar(below));
        const down = mix(level.alpha, denoised, level.sigma, noiseOf(schedule.predictionType, answer));
        if (next === undefined || eta === 0) return { denoised, latents: down };
        const kept = alphaBar(next) / alphaBar(below);
        return { denoised, latents: mix(Math.sqrt(kept), down, Math.sqrt(1 - kept), draw()) };
      },
    };
  },
});
