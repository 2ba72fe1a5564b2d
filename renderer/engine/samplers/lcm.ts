import { consistencySchedule, DISTILLED_STEPS } from '#renderer/engine/samplers/consistency-schedule.ts';
import { createSampler, DEFAULT_ONLY } from '#renderer/engine/samplers/create-sampler.ts';
import { bounded, cleanOf, levelOf } from '#renderer/engine/samplers/parametrization.ts';
import { mix } from '#renderer/engine/tensor.ts';

/**
 * Multistep consistency sampling: "Latent Consistency Models" (arXiv 2310.04378), algorithm 3. Jumps to the clean image
 * at every step and back to the next, lower noise level with fresh noise; the last step draws none. At most 50 steps.
 */
export const lcm = createSampler({
  name: 'lcm',
  spacings: DEFAULT_ONLY,
  ownTimesteps: true,
  stepsMax: DISTILLED_STEPS,
  begin(options) {
    const { schedule } = options;
    const sampling = consistencySchedule('lcm', options);
    return {
      sampling,
      move({ index, latents, output, draw }) {
        const t = sampling.timesteps[index]!;
        const level = levelOf(schedule.alphasCumprod[t]!);
        const clean = bounded(schedule, cleanOf(schedule.predictionType, { latents, output, level }));
        const { skip, out } = boundary(t * schedule.timestepScaling);
        const denoised = mix(out, clean, skip, latents);
        const next = sampling.levels[index + 1];
        return { denoised, latents: next ? mix(next.alpha, denoised, next.sigma, draw()) : denoised };
      },
    };
  },
});

/** c_skip and c_out of the consistency function at a scaled timestep: at 0 it is the identity. sigma_data 0.5. */
function boundary(scaled: number): { skip: number; out: number } {
  const variance = 0.5 ** 2;
  return { skip: variance / (scaled ** 2 + variance), out: scaled / Math.sqrt(scaled ** 2 + variance) };
}
