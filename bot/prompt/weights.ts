import { readDecimal } from '#bot/prompt/decimal.ts';
import { SPAN_WEIGHT_MAX } from '#shared/contract/bounds.ts';

/** What `(x)` multiplies by. */
export const ROUND_FACTOR = 1.1;

/** What `[x]` multiplies by. */
export const SQUARE_FACTOR = 1 / 1.1;

/** The least that a stretch of text can weigh; what is below is set to it. */
export const WEIGHT_MIN = 0;

/** The most that a stretch of text can weigh; what is above is set to it. */
export const WEIGHT_MAX = SPAN_WEIGHT_MAX;

/** Brackets inside more than this many brackets have no further effect. */
export const DEPTH_MAX = 32;

/**
 * The number of `(x:NUMBER)` as typed. `given` is what was understood, null when it is no number; `weight` is what
 * counts: `given` within the bounds, or the factor of plain round brackets.
 */
export function readWeight(typed: string): { readonly weight: number; readonly given: number | null } {
  const given = readDecimal(typed);
  return given === null ? { weight: ROUND_FACTOR, given } : { weight: clampWeight(given), given };
}

/** The nearest weight within the bounds. */
export function clampWeight(weight: number): number {
  return Math.min(WEIGHT_MAX, Math.max(WEIGHT_MIN, weight));
}

/** The most that a part joined by AND can pull; both signs. */
export const PULL_MAX = 10;

/** The nearest pull within the bounds. */
export function clampPull(weight: number): number {
  return Math.min(PULL_MAX, Math.max(-PULL_MAX, weight));
}
