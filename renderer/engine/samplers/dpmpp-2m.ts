import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { dpmSolverStep } from '#renderer/engine/samplers/dpm-solver.ts';

/** "DPM-Solver++" (arXiv 2211.01095), algorithm 2: second order, multistep. */
export const dpmpp2m = createSampler({
  name: 'dpmpp_2m',
  spacings: ANY_SPACING,
  begin(options) {
    const { sampling, directionAt } = multistepDirections(options);
    return {
      sampling,
      move(call) {
        const { denoised, direction, interval } = directionAt(call);
        return { denoised, latents: dpmSolverStep(interval, { latents: call.latents, direction }) };
      },
    };
  },
});
