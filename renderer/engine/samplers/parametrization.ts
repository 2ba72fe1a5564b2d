import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** A point of the diffusion in the variance-preserving form: x = alpha·x0 + sigma·eps, alpha² + sigma² = 1. */
export interface NoiseLevel {
  readonly alpha: number;
  readonly sigma: number;
}

/** Weights of a sum: `latents`·x + `output`·(what the network said). */
export interface Weights {
  readonly latents: number;
  readonly output: number;
}

/** The level at a cumulated alpha. */
export function levelOf(alphaBar: number): NoiseLevel {
  return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
}

/** The clean latents x0, within -1…1 where the model's file asks for clip_sample. */
export function cleanEstimate(
  schedule: NoiseSchedule,
  { latents, output, level }: { latents: Tensor; output: Tensor; level: NoiseLevel },
): Tensor {
  const weights = cleanWeights(schedule.predictionType, level);
  const clean = mix(weights.latents, latents, weights.output, output);
  if (!schedule.clipSample) return clean;
  return { dims: clean.dims, data: clean.data.map((value) => Math.min(Math.max(value, -1), 1)) };
}

/** How the clean latents x0 follow from x and the output. v is that of arXiv 2202.00512, section 4. */
export function cleanWeights(type: NoiseSchedule['predictionType'], { alpha, sigma }: NoiseLevel): Weights {
  switch (type) {
    case 'epsilon':
      return { latents: 1 / alpha, output: -sigma / alpha };
    case 'v_prediction':
      return { latents: alpha, output: -sigma };
    case 'sample':
      return { latents: 0, output: 1 };
  }
}

/** How the noise eps follows from x and the output. */
export function noiseWeights(type: NoiseSchedule['predictionType'], { alpha, sigma }: NoiseLevel): Weights {
  switch (type) {
    case 'epsilon':
      return { latents: 0, output: 1 };
    case 'v_prediction':
      return { latents: sigma, output: alpha };
    case 'sample':
      return { latents: 1 / sigma, output: -alpha / sigma };
  }
}
