import { logSnr } from '#renderer/engine/samplers/multistep-path.ts';
import { levelAt } from '#renderer/engine/samplers/parametrization.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** A step between two levels, as sigmas of the variance-exploding form. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** "DPM-Solver++" (arXiv 2211.01095): the exact solution where the clean latents are constant, namely `direction`. */
export function dpmSolverStep({ from, to }: Interval, { latents, direction }: { latents: Tensor; direction: Tensor }) {
  const [start, end] = [levelAt(from), levelAt(to)];
  const h = logSnr(to) - logSnr(from);
  return mix(end.sigma / start.sigma, latents, -end.alpha * Math.expm1(-h), direction);
}

/** The same for the stochastic equation: the paper's SDE-DPM-Solver++. */
export function sdeDpmSolverStep(
  { from, to }: Interval,
  { latents, direction, noise }: { latents: Tensor; direction: Tensor; noise: Tensor },
) {
  const [start, end] = [levelAt(from), levelAt(to)];
  const h = logSnr(to) - logSnr(from);
  const fresh = -Math.expm1(-2 * h);
  const terms: readonly Term[] = [
    [(end.sigma / start.sigma) * Math.exp(-h), latents],
    [end.alpha * fresh, direction],
    [end.sigma * Math.sqrt(fresh), noise],
  ];
  return weightedSum(terms);
}

/**
 * The direction of second order: clean latents, corrected by how they changed since another level. `r` is the step
 * between the two levels by the step that is taken.
 */
export function secondOrder({ at, since, r }: { at: Tensor; since: Tensor; r: number }): Tensor {
  return mix(1 + 1 / (2 * r), at, -1 / (2 * r), since);
}
