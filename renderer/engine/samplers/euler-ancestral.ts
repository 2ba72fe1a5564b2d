import { cleanLatents, eulerPath, eulerStep, scaledInput } from '#renderer/engine/samplers/euler-path.ts';
import { finite } from '#renderer/engine/samplers/finite.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { mix, scale } from '#renderer/engine/tensor.ts';

/**
 * Euler steps that go below the next level and come back with fresh noise: k-diffusion's sample_euler_ancestral (the
 * variance split is that of DDPM, arXiv 2006.11239). Draws at every step, also at the last, where the noise counts 0.
 */
export const eulerAncestral: Sampler = {
  name: 'euler_a',
  hasKarras: false,
  async *sample(predict, noise, { schedule, steps, noise: draw }) {
    const { timesteps, sigmas, initialSigma } = eulerPath(schedule, { steps, karras: false });
    const ask = finite(predict, steps);
    let latents = scale(initialSigma, noise);
    for (const [i, t] of timesteps.entries()) {
      const sigma = sigmas[i]!;
      const output = await ask(scaledInput(latents, sigma), t);
      const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
      const { down, up } = ancestralSplit(sigma, sigmas[i + 1]!);
      latents = mix(1, eulerStep({ latents, denoised }, { from: sigma, to: down }), up, draw());
      yield { step: i + 1, latents, denoised };
    }
  },
};

/** The level to step down to, and the noise to add so that the sum is at the next level. */
export function ancestralSplit(sigma: number, next: number): { down: number; up: number } {
  const up = Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2);
  return { down: Math.sqrt(next ** 2 - up ** 2), up };
}
