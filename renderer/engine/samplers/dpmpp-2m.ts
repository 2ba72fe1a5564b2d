import { finite } from '#renderer/engine/samplers/finite.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanWeights, type NoiseLevel } from '#renderer/engine/samplers/parametrization.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { karrasSigmas, timestepAt, trainingSigmas } from '#renderer/engine/samplers/sigmas.ts';
import { multistepTimesteps, roundHalfToEven } from '#renderer/engine/samplers/timesteps.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** "DPM-Solver++" (arXiv 2211.01095), algorithm 2: second order, multistep, ending at noise level 0. */
export const dpmpp2m: Sampler = endingDpmpp2m('zero');

/** The same with its end chosen: the last step goes to 0 (then it is of first order) or to the lowest trained level. */
export function endingDpmpp2m(end: 'zero' | 'sigma_min'): Sampler {
  return {
    name: 'dpmpp_2m',
    hasKarras: true,
    async *sample(predict, noise, { schedule, steps, karras }) {
      const { timesteps, sigmas } = path(schedule, { steps, karras, end });
      const ask = finite(predict, steps);
      let latents = noise;
      let before: Tensor | null = null;
      for (const [i, t] of timesteps.entries()) {
        const level = levelAt(sigmas[i]!);
        const output = await ask(latents, t);
        const weights = cleanWeights(schedule.predictionType, level);
        const denoised = mix(weights.latents, latents, weights.output, output);
        const next = levelAt(sigmas[i + 1]!);
        const h = logSnr(next) - logSnr(level);
        let direction = denoised;
        if (before !== null && next.sigma > 0) {
          const r = (logSnr(level) - logSnr(levelAt(sigmas[i - 1]!))) / h;
          direction = mix(1 + 1 / (2 * r), denoised, -1 / (2 * r), before);
        }
        latents = mix(next.sigma / level.sigma, latents, -next.alpha * Math.expm1(-h), direction);
        before = denoised;
        yield { step: i + 1, latents, denoised };
      }
    },
  };
}

interface PathWish {
  readonly steps: number;
  readonly karras: boolean;
  readonly end: 'zero' | 'sigma_min';
}

/** The path of diffusers' DPMSolverMultistepScheduler; sigmas is one longer than timesteps. */
function path(schedule: NoiseSchedule, { steps, karras, end }: PathWish) {
  const training = trainingSigmas(schedule);
  const last = end === 'zero' ? 0 : training[0]!;
  if (karras) {
    const sigmas = karrasSigmas({ from: training.at(-1)!, to: training[0]!, steps });
    const timesteps = sigmas.map((sigma) => roundHalfToEven(timestepAt(training, sigma)));
    return { timesteps, sigmas: Float32Array.from([...sigmas, last]) };
  }
  const timesteps = multistepTimesteps(schedule, { steps, fallback: 'linspace' });
  return { timesteps, sigmas: Float32Array.from([...timesteps.map((t) => training[t]!), last]) };
}

/** A variance-exploding sigma as a variance-preserving level. */
function levelAt(sigma: number): NoiseLevel {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha };
}

/** The paper's lambda, half the logarithm of the signal-to-noise ratio. */
function logSnr({ alpha, sigma }: NoiseLevel): number {
  return Math.log(alpha) - Math.log(sigma);
}
