import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * Guidance weights w (the guidance scale minus 1), b of them -> (b, width): sines, then cosines of 1000·w, as "Latent
 * Consistency Models" (arXiv 2310.04378) embeds them; `width` is even.
 */
export function guidanceEmbedding(weights: readonly number[], width: number): Tensor {
  const half = width / 2;
  const result = tensor([weights.length, width]);
  for (const [row, w] of weights.entries()) {
    for (let i = 0; i < half; i++) {
      const angle = 1000 * w * Math.exp((-Math.log(10_000) * i) / (half - 1));
      result.data[row * width + i] = Math.sin(angle);
      result.data[row * width + half + i] = Math.cos(angle);
    }
  }
  return result;
}
