import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanWeights, levelAt } from '#renderer/engine/samplers/parametrization.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { sigmaAt, spacedSigmas, timestepAt, trainingSigmas } from '#renderer/engine/samplers/sigmas.ts';
import { spacedTimesteps, spacingOf } from '#renderer/engine/samplers/timesteps.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** Where the samplers on latents x = x0 + sigma·eps go (the variance-exploding form), one level per step. */
export interface SigmaPath {
  /** Fractional. */
  readonly timesteps: readonly number[];
  /** One element more than timesteps: the level that the last step goes to. */
  readonly sigmas: Float32Array;
  /** What the first unit-variance noise is multiplied by. */
  readonly initialSigma: number;
  /** The sigma of every training timestep. */
  readonly training: Float32Array;
}

/** The path of diffusers' Euler, Heun, LMS and KDPM2 classes. They differ in what they do with a final sigma. */
export function sigmaPath(
  schedule: NoiseSchedule,
  { steps, sigmas: rule, spacing }: WayOptions,
  { end = 'zero' }: { end?: NoiseSchedule['finalSigmas'] } = {},
): SigmaPath {
  const training = trainingSigmas(schedule);
  const wish = { steps, spacing, fallback: 'linspace' } as const;
  let timesteps = spacedTimesteps(schedule, wish).map(Math.fround);
  let levels = timesteps.map((t) => sigmaAt(training, t));
  if (rule !== 'default') {
    const { min, max } = schedule.sigmaRange;
    levels = spacedSigmas(rule, { from: max ?? levels[0]!, to: min ?? levels.at(-1)!, steps });
    timesteps = levels.map((sigma) => Math.fround(timestepAt(training, sigma)));
  }
  const sigmas = Float32Array.from([...levels, end === 'zero' ? 0 : training[0]!]);
  const top = sigmas[0]!;
  const initialSigma = spacingOf(schedule, wish) === 'leading' ? Math.sqrt(top ** 2 + 1) : top;
  return { timesteps, sigmas, initialSigma, training };
}

/** The schedule of a sampler that asks once per level. */
export function singleCallSchedule({ timesteps, sigmas, initialSigma }: SigmaPath): SamplingSchedule {
  const levels = [...sigmas.subarray(0, timesteps.length)];
  return {
    timesteps,
    levels: levels.map((sigma) => ({ alpha: 1, sigma })),
    inputScales: levels.map(inputScale),
    initialSigma,
  };
}

/** Brings latents x0 + sigma·eps to unit variance. */
export function inputScale(sigma: number): number {
  return 1 / Math.sqrt(sigma ** 2 + 1);
}

/** x0 from latents x = x0 + sigma·eps. */
export function cleanLatents(
  type: NoiseSchedule['predictionType'],
  { latents, output, sigma }: { latents: Tensor; output: Tensor; sigma: number },
): Tensor {
  const level = levelAt(sigma);
  const weights = cleanWeights(type, level);
  return mix(weights.latents * level.alpha, latents, weights.output, output);
}

/** One Euler step of the probability-flow equation dx = (x - x0)/sigma dsigma, from sigma to another. */
export function eulerStep(
  { latents, denoised }: { latents: Tensor; denoised: Tensor },
  { from, to }: { from: number; to: number },
): Tensor {
  const share = (to - from) / from;
  return mix(1 + share, latents, -share, denoised);
}
