import { multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { dpmSolverStep } from '#renderer/engine/samplers/dpm-solver.ts';
import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/follow.ts';

/** "DPM-Solver++" (arXiv 2211.01095), algorithm 2: second order, multistep. */
export const dpmpp2m = createSampler({
  name: 'dpmpp_2m',
  spacings: ANY_SPACING,
  begin(options) {
    const { route, directionAt } = multistepDirections(options);
    return {
      route,
      move(call) {
        const { denoised, direction, interval } = directionAt(call);
        return { denoised, latents: dpmSolverStep(interval, { latents: call.latents, direction }) };
      },
    };
  },
});
