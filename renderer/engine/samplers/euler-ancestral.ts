import { createSampler, DEFAULT_ONLY } from '#renderer/engine/samplers/create-sampler.ts';
import { cleanLatents, eulerStep, sigmaPath, singleCallSchedule } from '#renderer/engine/samplers/sigma-path.ts';
import { mix } from '#renderer/engine/tensor.ts';

/**
 * Euler steps that go below the next level and come back with fresh noise: k-diffusion's sample_euler_ancestral (the
 * variance split is that of DDPM, arXiv 2006.11239). Draws at every step, also at the last, where the noise counts 0.
 */
export const eulerAncestral = createSampler({
  name: 'euler_a',
  spacings: DEFAULT_ONLY,
  begin(options) {
    const { schedule } = options;
    const path = sigmaPath(schedule, options);
    return {
      sampling: singleCallSchedule(path),
      move({ index, latents, output, draw }) {
        const sigma = path.sigmas[index]!;
        const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
        const { down, up } = ancestralSplit(sigma, path.sigmas[index + 1]!);
        return { denoised, latents: mix(1, eulerStep({ latents, denoised }, { from: sigma, to: down }), up, draw()) };
      },
    };
  },
});

/**
 * The level to step down to, and the noise to add so that the sum is at the next level. In float32 like diffusers:
 * `down` is a small difference, and its rounding shows in the timesteps of kdpm2_a.
 */
export function ancestralSplit(sigma: number, next: number): { down: number; up: number } {
  const { fround, sqrt } = Math;
  const [from, to] = [fround(sigma ** 2), fround(next ** 2)];
  const up = fround(sqrt(fround(fround(to * fround(from - to)) / from)));
  return { down: fround(sqrt(Math.max(to - fround(up ** 2), 0))), up };
}
