import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * Multiplies every position of one window (1, positions, width) by its weight, then scales the whole so that its mean
 * is what it was: A1111's "Original" emphasis (modules/sd_emphasis.py). With all weights 1 it is the same tensor.
 */
export function weighted(hidden: Tensor, weights: readonly number[]): Tensor {
  if (weights.every((weight) => weight === 1)) return hidden;
  const width = hidden.dims.at(-1)!;
  const data = hidden.data.map((value, i) => value * weights[Math.floor(i / width)]!);
  const after = mean(data);
  // A mean of exactly 0 cannot be scaled back to another.
  const restore = after === 0 ? 1 : mean(hidden.data) / after;
  return { dims: hidden.dims, data: data.map((value) => value * restore) };
}

function mean(data: Float32Array): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}
