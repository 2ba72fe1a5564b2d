import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * Guidance weights w (the guidance scale minus 1), b of them -> (b, width): sines, then cosines of 1000·w, as "Latent
 * Consistency Models" (arXiv 2310.04378) embeds them; `width` is even.
 */
export function guidanceEmbedding(weights: ArrayLike<number>, width: number): Tensor {
  const half = width / 2;
  const result = tensor([weights.length, width]);
  for (let row = 0; row < weights.length; row++) {
    for (let i = 0; i < half; i++) {
      const angle = 1000 * weights[row]! * Math.exp((-Math.log(10_000) * i) / (half - 1));
      result.data[row * width + i] = Math.sin(angle);
      result.data[row * width + half + i] = Math.cos(angle);
    }
  }
  return result;
}
