import { createSampler, DEFAULT_ONLY } from '#renderer/engine/samplers/create-sampler.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { bounded, cleanOf, levelOf, noiseOf } from '#renderer/engine/samplers/parametrization.ts';
import { trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { roundHalfToEven, spacedTimesteps } from '#renderer/engine/samplers/timesteps.ts';
import { mix } from '#renderer/engine/tensor.ts';

/**
 * "Denoising Diffusion Implicit Models" (arXiv 2010.02502), equation 12. eta is 0 unless asked for: no noise after the
 * first. Draws once every step when eta > 0; 1 is as noisy as DDPM.
 */
export const ddim = createSampler({
  name: 'ddim',
  spacings: DEFAULT_ONLY,
  begin({ schedule, steps, spacing, eta = 0 }) {
    const timesteps = spacedTimesteps(schedule, { steps, spacing, fallback: 'leading' }).map(roundHalfToEven);
    const stride = Math.floor(schedule.alphasCumprod.length / steps);
    return {
      sampling: trainedSchedule(schedule, timesteps),
      move({ index, latents, output, draw }) {
        const t = timesteps[index]!;
        const answer = { latents, output, level: levelOf(schedule.alphasCumprod[t]!) };
        const denoised = bounded(schedule, cleanOf(schedule.predictionType, answer));
        const eps = noiseOf(schedule.predictionType, answer);
        const next = alphaBarAt(schedule, t - stride);
        const sigma = eta * Math.sqrt(ddimVariance(schedule, { t, next: t - stride }));
        const moved = mix(Math.sqrt(next), denoised, Math.sqrt(Math.max(1 - next - sigma ** 2, 0)), eps);
        return { denoised, latents: eta > 0 ? mix(1, moved, sigma, draw()) : moved };
      },
    };
  },
});

/** Equation 16 with eta 1, squared: the variance of the noise that a step from t to `next` adds. */
export function ddimVariance(schedule: NoiseSchedule, { t, next }: { t: number; next: number }): number {
  const alphaBar = schedule.alphasCumprod[t]!;
  const alphaBarNext = alphaBarAt(schedule, next);
  return ((1 - alphaBarNext) / (1 - alphaBar)) * (1 - alphaBar / alphaBarNext);
}

/** Below the first timestep: 1, or the first one's own. */
function alphaBarAt({ alphasCumprod, setAlphaToOne }: NoiseSchedule, t: number): number {
  if (t >= 0) return alphasCumprod[t]!;
  return (setAlphaToOne ?? true) ? 1 : alphasCumprod[0]!;
}
