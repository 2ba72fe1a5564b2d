import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanWeights } from '#renderer/engine/samplers/parametrization.ts';
import { karrasSigmas, sigmaAt, timestepAt, trainingSigmas } from '#renderer/engine/samplers/sigmas.ts';
import { spacedTimesteps } from '#renderer/engine/samplers/timesteps.ts';
import { mix, scale, type Tensor } from '#renderer/engine/tensor.ts';

/** Where an Euler sampler goes: sigmas has one element more than timesteps, the final 0. */
export interface EulerPath {
  readonly timesteps: readonly number[];
  readonly sigmas: Float32Array;
  /** What the first unit-variance noise is multiplied by. */
  readonly initialSigma: number;
}

/** The path of diffusers' EulerDiscreteScheduler and EulerAncestralDiscreteScheduler. Timesteps are fractional. */
export function eulerPath(schedule: NoiseSchedule, { steps, karras }: { steps: number; karras: boolean }): EulerPath {
  const training = trainingSigmas(schedule);
  let timesteps = spacedTimesteps(schedule, { steps, fallback: 'linspace' }).map(Math.fround);
  let levels = timesteps.map((t) => sigmaAt(training, t));
  if (karras) {
    levels = karrasSigmas({ from: levels[0]!, to: levels.at(-1)!, steps });
    timesteps = levels.map((sigma) => Math.fround(timestepAt(training, sigma)));
  }
  const sigmas = Float32Array.from([...levels, 0]);
  const top = sigmas[0]!;
  const initialSigma = schedule.timestepSpacing === 'leading' ? Math.sqrt(top ** 2 + 1) : top;
  return { timesteps, sigmas, initialSigma };
}

/** The network's input: latents in the variance-exploding form brought to unit variance. */
export function scaledInput(latents: Tensor, sigma: number): Tensor {
  return scale(1 / Math.sqrt(sigma ** 2 + 1), latents);
}

/** x0 from latents in the variance-exploding form, x = x0 + sigma·eps. */
export function cleanLatents(
  type: NoiseSchedule['predictionType'],
  { latents, output, sigma }: { latents: Tensor; output: Tensor; sigma: number },
): Tensor {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  const weights = cleanWeights(type, { alpha, sigma: sigma * alpha });
  return mix(weights.latents * alpha, latents, weights.output, output);
}

/** One Euler step of the probability-flow equation dx = (x - x0)/sigma dsigma, from sigma to another. */
export function eulerStep(
  { latents, denoised }: { latents: Tensor; denoised: Tensor },
  { from, to }: { from: number; to: number },
): Tensor {
  const share = (to - from) / from;
  return mix(1 + share, latents, -share, denoised);
}
