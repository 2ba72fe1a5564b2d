/** Of all that renderers are given, about this share may be given before its turn. */
const SHARE = 1 / 4;

/** What was not used is kept up to this much. Milliseconds. */
const KEPT_MS = 60_000;

/**
 * How much may be drawn before its turn for a deadline. Whatever comes, that is never more than a third of what was
 * drawn in turn, a minute, and one job, in milliseconds of renderers' time: who has no deadline keeps three quarters.
 */
export interface DueBudget {
  /** Below 0 after a job that took more than there was. */
  readonly leftMs: number;
  /** A job that is expected to take so long is drawn. */
  count(job: { readonly predictedMs: number; readonly isBeforeTurn: boolean }): void;
}

/** Nothing has been drawn yet. */
export function createDueBudget(): DueBudget {
  let leftMs = KEPT_MS;
  return {
    get leftMs() {
      return leftMs;
    },
    count({ predictedMs, isBeforeTurn }) {
      leftMs = isBeforeTurn ? leftMs - predictedMs : Math.min(KEPT_MS, leftMs + (predictedMs * SHARE) / (1 - SHARE));
    },
  };
}
