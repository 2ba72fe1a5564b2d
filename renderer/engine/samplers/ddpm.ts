import { createSampler, DEFAULT_ONLY } from '#renderer/engine/samplers/create-sampler.ts';
import { bounded, cleanOf, levelOf } from '#renderer/engine/samplers/parametrization.ts';
import { trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { roundHalfToEven, spacedTimesteps } from '#renderer/engine/samplers/timesteps.ts';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';

/**
 * "Denoising Diffusion Probabilistic Models" (arXiv 2006.11239), equations 6 and 7 between the timesteps that are
 * taken, with the smaller of the paper's two variances. Draws at every step but one at timestep 0.
 */
export const ddpm = createSampler({
  name: 'ddpm',
  spacings: DEFAULT_ONLY,
  begin({ schedule, steps, spacing }) {
    const timesteps = spacedTimesteps(schedule, { steps, spacing, fallback: 'leading' }).map(roundHalfToEven);
    return {
      sampling: trainedSchedule(schedule, timesteps),
      move({ index, latents, output, draw }) {
        const t = timesteps[index]!;
        const next = timesteps[index + 1];
        const alphaBar = schedule.alphasCumprod[t]!;
        const alphaBarNext = next === undefined ? 1 : schedule.alphasCumprod[next]!;
        const answer = { latents, output, level: levelOf(alphaBar) };
        const denoised = bounded(schedule, cleanOf(schedule.predictionType, answer));
        const { clean, kept, variance } = posterior(alphaBar, alphaBarNext);
        const mean = [
          [clean, denoised],
          [kept, latents],
        ] as const;
        return { denoised, latents: weightedSum(t > 0 ? [...mean, [Math.sqrt(variance), draw()]] : mean) };
      },
    };
  },
});

/**
 * Weights of the clean latents and of x, and the variance, which diffusers keeps above 0. alpha and beta of the step in
 * float32, as there: between the lowest timesteps beta is so small that the rounding counts.
 */
function posterior(alphaBar: number, next: number): { clean: number; kept: number; variance: number } {
  const alpha = Math.fround(alphaBar / next);
  const beta = Math.fround(1 - alpha);
  const rest = (1 - next) / (1 - alphaBar);
  return {
    clean: (Math.sqrt(next) * beta) / (1 - alphaBar),
    kept: Math.sqrt(alpha) * rest,
    variance: Math.max(rest * beta, 1e-20),
  };
}
