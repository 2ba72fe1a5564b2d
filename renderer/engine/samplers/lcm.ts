import { finite } from '#renderer/engine/samplers/finite.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanEstimate, levelOf } from '#renderer/engine/samplers/parametrization.ts';
import type { Sampler } from '#renderer/engine/samplers/sampler.ts';
import { mix } from '#renderer/engine/tensor.ts';
import { Failure } from '#shared/failure.ts';

/** The steps of the DDIM grid that consistency models are distilled on. */
const DISTILLED_STEPS = 50;

/**
 * Multistep consistency sampling: "Latent Consistency Models" (arXiv 2310.04378), algorithm 3. Jumps to the clean image
 * at every step and back to the next, lower noise level with fresh noise; the last step draws none. At most 50 steps.
 */
export const lcm: Sampler = {
  name: 'lcm',
  hasKarras: false,
  stepsMax: DISTILLED_STEPS,
  async *sample(predict, noise, { schedule, steps, noise: draw }) {
    const timesteps = consistencyTimesteps(schedule, steps);
    const ask = finite(predict, steps);
    let latents = noise;
    for (const [i, t] of timesteps.entries()) {
      const output = await ask(latents, t);
      const clean = cleanEstimate(schedule, { latents, output, level: levelOf(schedule.alphasCumprod[t]!) });
      const { skip, out } = boundary(t);
      const denoised = mix(out, clean, skip, latents);
      const next = timesteps[i + 1];
      if (next === undefined) {
        latents = denoised;
      } else {
        const { alpha, sigma } = levelOf(schedule.alphasCumprod[next]!);
        latents = mix(alpha, denoised, sigma, draw());
      }
      yield { step: i + 1, latents, denoised };
    }
  },
};

/** Evenly spaced picks, from the top, out of the distilled grid 19, 39, … 999. Ignores the file's spacing and offset. */
function consistencyTimesteps(schedule: NoiseSchedule, steps: number): number[] {
  if (!Number.isInteger(steps) || steps < 1 || steps > DISTILLED_STEPS) {
    throw new Failure(
      'invalid',
      `Cannot sample with lcm: steps must be a whole number from 1 to ${DISTILLED_STEPS}, given ${steps}`,
    );
  }
  const stride = Math.floor(schedule.alphasCumprod.length / DISTILLED_STEPS);
  if (stride < 1) {
    throw new Failure('invalid', `Cannot sample with lcm: the model must have ${DISTILLED_STEPS} training timesteps`);
  }
  return Array.from({ length: steps }, (_, i) => {
    const index = Math.floor(i * (DISTILLED_STEPS / steps));
    return (DISTILLED_STEPS - index) * stride - 1;
  });
}

/** c_skip and c_out of the consistency function: at t = 0 it is the identity. sigma_data 0.5, timesteps scaled by 10. */
function boundary(timestep: number): { skip: number; out: number } {
  const scaled = timestep * 10;
  const variance = 0.5 ** 2;
  return { skip: variance / (scaled ** 2 + variance), out: scaled / Math.sqrt(scaled ** 2 + variance) };
}
