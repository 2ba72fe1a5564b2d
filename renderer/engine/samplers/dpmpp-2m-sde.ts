import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { multistepDirections } from '#renderer/engine/samplers/dpm-multistep.ts';
import { sdeDpmSolverStep } from '#renderer/engine/samplers/dpm-solver.ts';

/**
 * "DPM-Solver++" (arXiv 2211.01095), the stochastic second-order multistep solver (SDE-DPM-Solver++ 2M). Draws every
 * step.
 */
export const dpmpp2mSde = createSampler({
  name: 'dpmpp_2m_sde',
  spacings: ANY_SPACING,
  begin(options) {
    const { sampling, directionAt } = multistepDirections(options);
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
