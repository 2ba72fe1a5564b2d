import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import type { Prediction } from '#shared/contract/bounds.ts';

/** Latents that stand at noise levels of their own, and what a network is to say of them. */
export interface Noised {
  readonly noisy: Tensor;
  readonly target: Tensor;
}

/** What is put together. */
export interface NoisePair {
  readonly latents: Tensor;
  readonly noise: Tensor;
  /** Comes onto the noise of the latents, and not of the target (https://arxiv.org/abs/2301.11706); nothing when left out. */
  readonly more?: Tensor;
}

/** Latents (b, …) and noise of the same shape at one timestep per sample, as DDPM has it. */
export function noised(
  { latents, noise, more }: NoisePair,
  { alphasCumprod, timesteps, prediction }: NoisingSchedule & { readonly timesteps: readonly number[] },
): Noised {
  const size = elements(latents.dims.slice(1));
  const [noisy, velocity] = [new Float32Array(latents.data.length), new Float32Array(latents.data.length)];
  for (const [sample, timestep] of timesteps.entries()) {
    const alpha = alphasCumprod[timestep]!;
    const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
    for (let i = sample * size; i < (sample + 1) * size; i++) {
      noisy[i] = signal * latents.data[i]! + spread * (noise.data[i]! + (more?.data[i] ?? 0));
      velocity[i] = signal * noise.data[i]! - spread * latents.data[i]!;
    }
  }
  const { dims } = latents;
  const targets = { epsilon: noise, v_prediction: { dims, data: velocity }, sample: latents };
  return { noisy: { dims, data: noisy }, target: targets[prediction] };
}

export interface NoisingSchedule {
  /** Of each training timestep (samplers/noise-schedule.ts). */
  readonly alphasCumprod: Float32Array;
  readonly prediction: Prediction;
}

/** How much a sample's loss counts by its noise level; `none` counts all alike. */
export type LossWeighting =
  | { readonly kind: 'none' | 'debiased' | 'like-noise' }
  /** https://arxiv.org/abs/2303.09556; 5 is usual. */
  | { readonly kind: 'min-snr'; readonly gamma: number };

/** Signal to noise ratios beyond this are cut off where kohya's scripts divide by them. */
const RATIO_MAX = 1000;

/** The weight of a loss at a timestep. */
export function lossWeight(
  weighting: LossWeighting,
  { alphasCumprod, prediction }: NoisingSchedule,
  at: number,
): number {
  if (weighting.kind === 'none') return 1;
  const ratio = signalToNoise(alphasCumprod[at]!);
  const ofVelocity = prediction === 'v_prediction';
  if (weighting.kind === 'min-snr') {
    const least = Math.min(ratio, weighting.gamma);
    if (prediction === 'sample') return least;
    return ofVelocity ? least / (ratio + 1) : least / ratio;
  }
  const capped = Math.min(ratio, RATIO_MAX);
  if (weighting.kind === 'like-noise') return ofVelocity ? capped / (capped + 1) : 1;
  return ofVelocity ? 1 / (capped + 1) : 1 / Math.sqrt(capped);
}

/** Of a share of the signal's variance. */
export function signalToNoise(alpha: number): number {
  return alpha / (1 - alpha);
}

/** Noise to which one number per sample and channel is added: without it no picture gets darker or brighter as a whole. */
export function offsetNoise(noise: Tensor, offset: Tensor, strength: number): Tensor {
  if (strength === 0) return noise;
  const pixels = elements(noise.dims.slice(2));
  const data = noise.data.map((value, i) => value + strength * offset.data[Math.floor(i / pixels)]!);
  return { dims: noise.dims, data };
}
