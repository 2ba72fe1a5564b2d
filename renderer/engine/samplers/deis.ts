import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** Below this many steps the last one is of first order. */
const FEW_STEPS = 15;

/**
 * "Fast Sampling of Diffusion Models with Exponential Integrator" (arXiv 2204.13902): log-rho multistep of second order
 * on eps. Ends at the lowest trained level, never at 0.
 */
export const deis = createSampler({
  name: 'deis',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const habits = { end: { default: 'sigma_min', ruled: 'last' }, roundsCosine: true } as const;
    const path = multistepPath(schedule, options, habits);
    const sampling = solverSchedule(path);
    const { sigmas } = path;
    const endsLow = (schedule.lowerOrderFinal ?? true) && options.steps < FEW_STEPS;
    let before: Tensor | null = null;
    return {
      sampling,
      move({ index, latents, output }) {
        const level = sampling.levels[index]!;
        const clean = cleanOf(schedule.predictionType, { latents, output, level });
        const denoised = thresholded(schedule, clean);
        const eps = mix(1 / level.sigma, latents, -level.alpha / level.sigma, denoised);
        const [from, to] = [sigmas[index]!, sigmas[index + 1]!];
        const isFirstOrder = before === null || (endsLow && index === options.steps - 1);
        const terms: readonly Term[] = isFirstOrder
          ? [[to - from, eps]]
          : integrals({ from, to, past: sigmas[index - 1]! }).map((weight, i) => [weight, i === 0 ? eps : before!]);
        before = eps;
        // The integral runs over x/alpha, which is the variance-exploding form.
        const alpha = 1 / Math.sqrt(to ** 2 + 1);
        const scaled = terms.map(([weight, x]) => [alpha * weight, x] as const);
        return { denoised, latents: weightedSum([[alpha / level.alpha, latents], ...scaled]) };
      },
    };
  },
});

/** The two Lagrange polynomials in log sigma through `from` and `past`, integrated over sigma from `from` to `to`. */
function integrals({ from, to, past }: { from: number; to: number; past: number }): number[] {
  const primitive = (sigma: number, zero: number) => sigma * (Math.log(sigma) - Math.log(zero) - 1);
  const integral = (one: number, zero: number) =>
    (primitive(to, zero) - primitive(from, zero)) / (Math.log(one) - Math.log(zero));
  return [integral(from, past), integral(past, from)];
}
