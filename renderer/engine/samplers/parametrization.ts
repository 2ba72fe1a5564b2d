import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { elements, mix, row, scale, stack, type Tensor } from '#renderer/engine/tensor.ts';

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

/** What a step knows after the network has spoken: its latents, the answer, and the level of the latents. */
export interface NetworkOutput {
  readonly latents: Tensor;
  readonly output: Tensor;
  readonly level: NoiseLevel;
}

/** The level at a cumulated alpha. */
export function levelOf(alphaBar: number): NoiseLevel {
  return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
}

/** The level of a variance-exploding sigma. */
export function levelAt(sigma: number): NoiseLevel {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha };
}

/** The clean latents x0 that an answer means. */
export function cleanOf(type: NoiseSchedule['predictionType'], { latents, output, level }: NetworkOutput): Tensor {
  const weights = cleanWeights(type, level);
  return mix(weights.latents, latents, weights.output, output);
}

/** The noise eps that an answer means. */
export function noiseOf(type: NoiseSchedule['predictionType'], { latents, output, level }: NetworkOutput): Tensor {
  const weights = noiseWeights(type, level);
  return mix(weights.latents, latents, weights.output, output);
}

/** Clean latents within the bounds that the model's file asks for: thresholding, else clip_sample. */
export function bounded(schedule: NoiseSchedule, clean: Tensor): Tensor {
  return schedule.thresholding ? thresholded(schedule, clean) : clipped(schedule, clean);
}

/** Clean latents within ± clip_sample_range, if the file asks for it. */
export function clipped({ clipSampleRange: range }: NoiseSchedule, clean: Tensor): Tensor {
  return range === null ? clean : clamp(clean, range);
}

/**
 * "Photorealistic Text-to-Image Diffusion Models with Deep Language Understanding" (arXiv 2205.11487), section 2.3:
 * each picture (first dimension) is clamped to a quantile of its own |x| and divided by it. The quantile counts at
 * least 1.
 */
export function thresholded({ thresholding }: NoiseSchedule, clean: Tensor): Tensor {
  if (thresholding === null) return clean;
  const { ratio, max } = thresholding;
  const rows = Array.from({ length: clean.dims[0]! }, (_, i) => {
    const one = row(clean, i);
    const bound = Math.min(Math.max(quantile(one, ratio), 1), max);
    return scale(1 / bound, clamp(one, bound));
  });
  return stack(rows);
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

function clamp({ dims, data }: Tensor, bound: number): Tensor {
  return { dims, data: data.map((value) => Math.min(Math.max(value, -bound), bound)) };
}

/** Of |x|, linear between the two nearest. */
function quantile({ dims, data }: Tensor, ratio: number): number {
  const sorted = data.map(Math.abs).sort();
  const at = ratio * (elements(dims) - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
