import { cleanLatents, eulerPath, eulerStep, scaledInput } from '#renderer/engine/samplers/euler-path.ts';
import { finite } from '#renderer/engine/samplers/finite.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { scale } from '#renderer/engine/tensor.ts';

/** "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), algorithm 2 without churn. */
export const euler: Sampler = {
  name: 'euler',
  hasKarras: true,
  async *sample(predict, noise, { schedule, steps, karras }) {
    const { timesteps, sigmas, initialSigma } = eulerPath(schedule, { steps, karras });
    const ask = finite(predict, steps);
    let latents = scale(initialSigma, noise);
    for (const [i, t] of timesteps.entries()) {
      const sigma = sigmas[i]!;
      const output = await ask(scaledInput(latents, sigma), t);
      const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
      latents = eulerStep({ latents, denoised }, { from: sigma, to: sigmas[i + 1]! });
      yield { step: i + 1, latents, denoised };
    }
  },
};
