import { createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { MULTISTEP_SPACINGS, multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { dpmSolverStep } from '#renderer/engine/samplers/dpm-solver.ts';

/** "DPM-Solver++" (arXiv 2211.01095), algorithm 2: multistep, of second order unless the model's file says another. */
export const dpmpp2m = createSampler({
  name: 'dpmpp_2m',
  spacings: MULTISTEP_SPACINGS,
  drawsEdm: true,
  begin(options) {
    const { sampling, directionAt } = multistepDirections(options, { isStochastic: false });
    return {
      sampling,
      move(call) {
        const { denoised, direction, interval } = directionAt(call);
        return { denoised, latents: dpmSolverStep(interval, { latents: call.latents, direction }) };
      },
    };
  },
});
