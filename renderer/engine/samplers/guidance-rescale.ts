import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { elements, row, stack, type Tensor } from '#renderer/engine/tensor.ts';

/**
 * "Common Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891), section 3.4: brings the guided
 * output back to the spread of the conditional one, per picture (first dimension), and mixes: `phi` 0 leaves `guided`
 * as it is, 1 rescales fully (the paper uses 0.7). diffusers' rescale_noise_cfg. The spread is the unbiased standard
 * deviation.
 */
export function rescaleGuidance(guided: Tensor, cond: Tensor, phi: number): Tensor {
  const rows = Array.from({ length: guided.dims[0]! }, (_, i) => {
    const one = row(guided, i);
    const ratio = deviation(row(cond, i)) / deviation(one);
    return weightedSum([[phi * ratio + (1 - phi), one]]);
  });
  return stack(rows);
}

function deviation({ dims, data }: Tensor): number {
  const count = elements(dims);
  const mean = data.reduce((sum, value) => sum + value, 0) / count;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
}
