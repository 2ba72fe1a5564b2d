import { ANY_SPACING, createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { solveLinear } from '#renderer/engine/samplers/linear-system.ts';
import { logSnr, multistepPath, solverSchedule } from '#renderer/engine/samplers/multistep-path.ts';
import { cleanOf, levelAt, thresholded } from '#renderer/engine/samplers/parametrization.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models" (arXiv 2302.04867), on clean
 * latents with B2(h), or B1(h) where the model's file says bh1. Each answer first corrects the step that led to it, then
 * predicts the next. Of the file's order, rising at the beginning and falling at the end.
 */
export const unipc = createSampler({
  name: 'unipc',
  spacings: ANY_SPACING,
  begin(options) {
    const { schedule, steps } = options;
    const { order = schedule.solverOrder } = options;
    const path = multistepPath(schedule, options, { roundsCosine: true, endsAtLast: true });
    const sampling = solverSchedule(path);
    const sigmaAt = (index: number) => path.sigmas[index]!;
    // Newest first, as far as the order needs them.
    let answers: readonly Tensor[] = [];
    let last: { readonly latents: Tensor; readonly order: number } | null = null;
    const stepTo = (index: number, use: { latents: Tensor; order: number; newest?: Tensor }) =>
      unifiedStep(
        {
          from: sigmaAt(index - 1),
          to: sigmaAt(index),
          past: [2, 3].slice(0, use.order - 1).map((k) => sigmaAt(index - k)),
        },
        { ...use, answers, bh1: schedule.solverType === 'bh1' },
      );
    return {
      sampling,
      move({ index, latents, output }) {
        const answer = { latents, output, level: sampling.levels[index]! };
        const denoised = thresholded(schedule, cleanOf(schedule.predictionType, answer));
        const isCorrected = !schedule.withoutCorrector.includes(index - 1);
        const corrected = last === null || !isCorrected ? latents : stepTo(index, { ...last, newest: denoised });
        answers = [denoised, ...answers].slice(0, order);
        const falling = (schedule.lowerOrderFinal ?? true) ? steps - index : order;
        last = { latents: corrected, order: Math.min(order, falling, answers.length) };
        return { denoised, latents: stepTo(index + 1, last) };
      },
    };
  },
});

interface Levels {
  readonly from: number;
  readonly to: number;
  /** Where the older answers were given, one less than the order. */
  readonly past: readonly number[];
}

interface Known {
  readonly latents: Tensor;
  /** At `from` and at the `past` levels. */
  readonly answers: readonly Tensor[];
  /** The answer at `to`: then this is the corrector. */
  readonly newest?: Tensor;
  /** B(h) is h itself. */
  readonly bh1: boolean;
}

/** The first-order step and a weighted sum of how the answers differ from the one at `from`. */
function unifiedStep({ from, to, past }: Levels, { latents, answers, newest, bh1 }: Known): Tensor {
  const [start, end] = [levelAt(from), levelAt(to)];
  const h = logSnr(to) - logSnr(from);
  const others = past.map((sigma, k) => ({ r: (logSnr(sigma) - logSnr(from)) / h, answer: answers[k + 1]! }));
  if (newest) others.push({ r: 1, answer: newest });
  const phi = Math.expm1(-h);
  const b = bh1 ? -h : phi;
  const ratios = others.map(({ r }) => r);
  const weights = weightsOf(ratios, { hh: -h, b }).map((weight, k) => (-end.alpha * b * weight) / ratios[k]!);
  const own = -end.alpha * phi - weights.reduce((sum, weight) => sum + weight, 0);
  const terms = others.map(({ answer }, k): Term => [weights[k]!, answer]);
  return weightedSum([[end.sigma / start.sigma, latents], [own, answers[0]!], ...terms]);
}

/** The coefficients rho of the paper for B(h) = b; with one difference 1/2, enough for second order. */
function weightsOf(ratios: readonly number[], { hh, b }: { hh: number; b: number }): number[] {
  if (ratios.length <= 1) return ratios.map(() => 0.5);
  let phi = Math.expm1(hh) / hh - 1;
  let factorial = 1;
  const right = ratios.map((_, i) => {
    const value = (phi * factorial) / b;
    factorial *= i + 2;
    phi = phi / hh - 1 / factorial;
    return value;
  });
  return solveLinear(
    ratios.map((_, power) => ratios.map((r) => r ** power)),
    right,
  );
}
