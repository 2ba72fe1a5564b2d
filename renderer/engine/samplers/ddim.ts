import { finite } from '#renderer/engine/samplers/finite.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanEstimate, levelOf, noiseWeights } from '#renderer/engine/samplers/parametrization.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { roundHalfToEven, spacedTimesteps } from '#renderer/engine/samplers/timesteps.ts';
import { mix } from '#renderer/engine/tensor.ts';

/** "Denoising Diffusion Implicit Models" (arXiv 2010.02502), equation 12 with eta 0: no noise after the first. */
export const ddim: Sampler = stochasticDdim(0);

/** The same with eta > 0: from 0 (deterministic) to 1 (as noisy as DDPM). Draws once every step when eta > 0. */
export function stochasticDdim(eta: number): Sampler {
  return {
    name: 'ddim',
    hasKarras: false,
    async *sample(predict, noise, { schedule, steps, noise: draw }) {
      const timesteps = spacedTimesteps(schedule, { steps, fallback: 'leading' }).map(roundHalfToEven);
      const stride = Math.floor(schedule.alphasCumprod.length / steps);
      const ask = finite(predict, steps);
      let latents = noise;
      for (const [i, t] of timesteps.entries()) {
        const output = await ask(latents, t);
        const level = levelOf(schedule.alphasCumprod[t]!);
        const denoised = cleanEstimate(schedule, { latents, output, level });
        const weights = noiseWeights(schedule.predictionType, level);
        const eps = mix(weights.latents, latents, weights.output, output);
        const step = stepWeights(schedule, { t, next: t - stride, eta });
        latents = mix(step.clean, denoised, step.direction, eps);
        if (eta > 0) latents = mix(1, latents, step.noise, draw());
        yield { step: i + 1, latents, denoised };
      }
    },
  };
}

/** The three terms of equation 12; sigma is equation 16. */
function stepWeights(schedule: NoiseSchedule, { t, next, eta }: { t: number; next: number; eta: number }) {
  const alphaBar = schedule.alphasCumprod[t]!;
  const alphaBarNext = next >= 0 ? schedule.alphasCumprod[next]! : finalAlphaBar(schedule);
  const variance = ((1 - alphaBarNext) / (1 - alphaBar)) * (1 - alphaBar / alphaBarNext);
  const sigma = eta * Math.sqrt(variance);
  return { clean: Math.sqrt(alphaBarNext), direction: Math.sqrt(1 - alphaBarNext - sigma ** 2), noise: sigma };
}

function finalAlphaBar(schedule: NoiseSchedule): number {
  return schedule.setAlphaToOne ? 1 : schedule.alphasCumprod[0]!;
}
