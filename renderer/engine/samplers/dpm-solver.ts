import { logSnr } from '#renderer/engine/samplers/multistep-path.ts';
import { levelAt, type NoiseLevel } from '#renderer/engine/samplers/parametrization.ts';
import { type Term, weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { mix, type Tensor } from '#renderer/engine/tensor.ts';

/** A step between two levels, as sigmas of the variance-exploding form. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  /** The form that latents have at a sigma; left out = variance-preserving. */
  readonly level?: (sigma: number) => NoiseLevel;
}

/** The variance-exploding form: clean latents are not scaled. */
export function unscaledLevel(sigma: number): NoiseLevel {
  return { alpha: 1, sigma };
}

/** "DPM-Solver++" (arXiv 2211.01095): the exact solution where the clean latents are constant, namely `direction`. */
export function dpmSolverStep(interval: Interval, { latents, direction }: { latents: Tensor; direction: Tensor }) {
  const { start, end } = levelsOf(interval);
  return mix(end.sigma / start.sigma, latents, -end.alpha * Math.expm1(-logRatio(interval)), direction);
}

/** The same for the stochastic equation: the paper's SDE-DPM-Solver++. */
export function sdeDpmSolverStep(
  interval: Interval,
  { latents, direction, noise }: { latents: Tensor; direction: Tensor; noise: Tensor },
) {
  const { start, end } = levelsOf(interval);
  const h = logRatio(interval);
  const fresh = -Math.expm1(-2 * h);
  const terms: readonly Term[] = [
    [(end.sigma / start.sigma) * Math.exp(-h), latents],
    [end.alpha * fresh, direction],
    [end.sigma * Math.sqrt(fresh), noise],
  ];
  return weightedSum(terms);
}

/** The paper's h of a step. */
export function logRatio({ from, to }: Interval): number {
  return logSnr(to) - logSnr(from);
}

/** Which solution it is, as far as the weights of differences depend on it. */
export interface SolverKind {
  /** h of the step; twice that for the stochastic equation. */
  readonly h: number;
  readonly type: 'midpoint' | 'heun';
  readonly isStochastic: boolean;
}

/**
 * How much the first difference of the answers counts, relative to the direction itself: the paper's exact integral, or
 * as if it were taken in the middle of the step.
 */
export function firstDifference({ h, type }: Pick<SolverKind, 'h' | 'type'>): number {
  const phi = -Math.expm1(-h);
  return type === 'midpoint' ? 0.5 : (1 - phi / h) / phi;
}

/** The same of the second difference. The stochastic one has its half with the other sign in diffusers too. */
export function secondDifference({ h, isStochastic }: Omit<SolverKind, 'type'>): number {
  const phi = -Math.expm1(-h);
  return ((phi - h) / h ** 2 + (isStochastic ? -0.5 : 0.5)) / phi;
}

function levelsOf({ from, to, level = levelAt }: Interval): { readonly start: NoiseLevel; readonly end: NoiseLevel } {
  return { start: level(from), end: level(to) };
}
