import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanLatents, sigmaPath, singleCallSchedule } from '#renderer/engine/samplers/sigma-path.ts';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

const ORDER_MAX = 4;

/**
 * Linear multistep (Adams-Bashforth) of order 4 on the sigmas, k-diffusion's sample_lms: the slope as a polynomial
 * through the last four, integrated over the step.
 */
export const lms = createSampler({
  name: 'lms',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = sigmaPath(schedule, options);
    let slopes: readonly Tensor[] = [];
    return {
      sampling: singleCallSchedule(path),
      move({ index, latents, output }) {
        const sigma = path.sigmas[index]!;
        const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
        slopes = [mix(1 / sigma, latents, -1 / sigma, denoised), ...slopes].slice(0, ORDER_MAX);
        // The order follows the place on the path: a run that starts later lacks slopes, and diffusers takes them as 0.
        const order = Math.min(index + 1, ORDER_MAX);
        const terms = slopes.map((slope, k) => [coefficient(path.sigmas, { index, order, k }), slope] as const);
        return { denoised, latents: weightedSum([[1, latents], ...terms]) };
      },
    };
  },
});

/**
 * The integral from this sigma to the next of the Lagrange polynomial that is 1 at the k-th sigma back and 0 at the
 * other ones. Two Gauss points are exact up to degree 3.
 */
function coefficient(sigmas: Float32Array, { index, order, k }: { index: number; order: number; k: number }): number {
  const at = (back: number) => sigmas[index - back]!;
  const lagrange = (sigma: number) => {
    let product = 1;
    for (let j = 0; j < order; j++) if (j !== k) product *= (sigma - at(j)) / (at(k) - at(j));
    return product;
  };
  const half = (sigmas[index + 1]! - sigmas[index]!) / 2;
  const middle = sigmas[index]! + half;
  const offset = half / Math.sqrt(3);
  return half * (lagrange(middle - offset) + lagrange(middle + offset));
}
