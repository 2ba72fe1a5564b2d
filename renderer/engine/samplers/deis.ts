import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { type NoiseSchedule, withoutRescale } from '#renderer/engine/samplers/noise-schedule.ts';
import { cleanOf, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** Below this many steps the last one is of first order. */
const FEW_STEPS = 15;

/**
 * "Fast Sampling of Diffusion Models with Exponential Integrator" (arXiv 2204.13902): log-rho multistep on eps, of
 * second order unless the model's file says another. Ends at the lowest trained level, never at 0.
 */
export const deis = createSampler({
  name: 'deis',
  spacings: ANY_SPACING,
  begin(options) {
    const schedule = withoutRescale(options.schedule);
    const path = multistepPath(schedule, options, { endsLow: true, endsAtLast: true, roundsCosine: true });
    const sampling = solverSchedule(path);
    const { sigmas } = path;
    // Newest first, as far as the order needs them.
    let answers: readonly Tensor[] = [];
    return {
      sampling,
      move({ index, latents, output }) {
        const level = sampling.levels[index]!;
        const clean = cleanOf(schedule.predictionType, { latents, output, level });
        const denoised = thresholded(schedule, clean);
        const eps = mix(1 / level.sigma, latents, -level.alpha / level.sigma, denoised);
        answers = [eps, ...answers].slice(0, schedule.solverOrder);
        const order = Math.min(answers.length, orderAt(schedule, { index, steps: options.steps }));
        const [from, to] = [sigmas[index]!, sigmas[index + 1]!];
        const places = [0, 1, 2].slice(0, order).map((back) => sigmas[index - back]!);
        const weights = integrals({ from, to, places });
        // The integral runs over x/alpha, which is the variance-exploding form.
        const alpha = 1 / Math.sqrt(to ** 2 + 1);
        const terms = weights.map((weight, i): Term => [alpha * weight, answers[i]!]);
        return { denoised, latents: weightedSum([[alpha / level.alpha, latents], ...terms]) };
      },
    };
  },
});

/** The highest order that a step may have: of few steps the last ones have less. */
function orderAt({ lowerOrderFinal }: NoiseSchedule, { index, steps }: { index: number; steps: number }): number {
  const endsLow = (lowerOrderFinal ?? true) && steps < FEW_STEPS;
  return endsLow ? Math.min(steps - index, 3) : 3;
}

/** The Lagrange polynomials in log sigma through `places`, integrated over sigma from `from` to `to`. */
function integrals({ from, to, places }: { from: number; to: number; places: readonly number[] }): number[] {
  return places.map((one) => {
    const zeros = places.filter((place) => place !== one).map(Math.log);
    const scale = zeros.reduce((product, zero) => product * (Math.log(one) - zero), 1);
    return (primitive(to, zeros) - primitive(from, zeros)) / scale;
  });
}

/** Of the product of (log sigma - zero) over up to two zeros. */
function primitive(sigma: number, [a, b]: readonly number[]): number {
  const log = Math.log(sigma);
  if (a === undefined) return sigma;
  if (b === undefined) return sigma * (log - a - 1);
  return sigma * (log ** 2 - 2 * log + 2 - (a + b) * (log - 1) + a * b);
}
