import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { edmClean, edmSchedule, edmSigmas } from '#renderer/engine/samplers/edm-path.ts';
import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import { cleanLatents, eulerStep, sigmaPath, singleCallSchedule } from '#renderer/engine/samplers/sigma-path.ts';

/**
 * "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), algorithm 1 without its
 * correction.
 */
export const euler = createSampler({
  name: 'euler',
  spacings: ANY_SPACING,
  drawsEdm: true,
  begin(options) {
    const { predictionType, edm } = options.schedule;
    const { sampling, sigmas } = eulerWay(options);
    return {
      sampling,
      move({ index, latents, output }) {
        const at = { latents, output, sigma: sigmas[index]! };
        const denoised = edm ? edmClean(edm, predictionType, at) : cleanLatents(predictionType, at);
        return { denoised, latents: eulerStep({ latents, denoised }, { from: at.sigma, to: sigmas[index + 1]! }) };
      },
    };
  },
});

function eulerWay(options: WayOptions) {
  const { edm, finalSigmas } = options.schedule;
  if (!edm) {
    const path = sigmaPath(options.schedule, options, { end: finalSigmas });
    return { sampling: singleCallSchedule(path), sigmas: path.sigmas };
  }
  const last = (levels: readonly number[]) => (finalSigmas === 'zero' ? 0 : levels.at(-1)!);
  const sigmas = edmSigmas(edm, { steps: options.steps, sigmas: options.sigmas, last });
  return { sampling: edmSchedule(edm, sigmas), sigmas };
}
