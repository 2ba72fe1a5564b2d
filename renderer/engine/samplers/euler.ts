import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { cleanLatents, eulerStep, sigmaPath, singleCallSchedule } from '#renderer/engine/samplers/sigma-path.ts';

/**
 * "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), algorithm 1 without its
 * correction.
 */
export const euler = createSampler({
  name: 'euler',
  spacings: ANY_SPACING,
  begin(options) {
    const { schedule } = options;
    const path = sigmaPath(schedule, options, { end: schedule.finalSigmas });
    return {
      sampling: singleCallSchedule(path),
      move({ index, latents, output }) {
        const sigma = path.sigmas[index]!;
        const denoised = cleanLatents(schedule.predictionType, { latents, output, sigma });
        return { denoised, latents: eulerStep({ latents, denoised }, { from: sigma, to: path.sigmas[index + 1]! }) };
      },
    };
  },
});
