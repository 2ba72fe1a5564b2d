import { createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { MULTISTEP_SPACINGS, multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { sdeDpmSolverStep } from '#renderer/engine/samplers/dpm-solver.ts';

/**
 * "DPM-Solver++" (arXiv 2211.01095), the stochastic multistep solver (SDE-DPM-Solver++ 2M), of second order unless the
 * model's file says another. Draws every step.
 */
export const dpmpp2mSde = createSampler({
  name: 'dpmpp_2m_sde',
  spacings: MULTISTEP_SPACINGS,
  drawsEdm: true,
  begin(options) {
    const { sampling, directionAt } = multistepDirections(options, { isStochastic: true });
    return {
      sampling,
      move(call) {
        const { denoised, direction, interval } = directionAt(call);
        const { latents, draw } = call;
        return { denoised, latents: sdeDpmSolverStep(interval, { latents, direction, noise: draw() }) };
      },
    };
  },
});
