import type { Progress } from '#bot/domain/job.ts';
import type { Clock } from '#shared/clock.ts';

/** Steps after which what they took says more than what was expected. */
const KNOWN_AFTER = 3;

/** It is late where it ends by so much later than was expected: as a share of that, and in milliseconds. */
const LATE_SHARE = 0.2;
const LATE_MS = 5000;

/** How long a training will still take, by the time that it took so far. */
export interface TrainingPace {
  /** Whether that is known by now. */
  readonly isKnown: boolean;
  /** What is left after a step; null = this says nothing of it. */
  at(progress: Partial<Progress>): Pick<Progress, 'etaMs' | 'isLate'> | null;
}

/**
 * By wall time: waits for drawings and sample pictures between steps count, since they will come again. Time that it
 * was held does not. `expectedMs` is what was said before it began; null = nothing was.
 */
export function trainingPace(expectedMs: number | null, { now }: Pick<Clock, 'now'>): TrainingPace {
  const beganAt = now();
  let first: { readonly step: number; readonly at: number; readonly heldMs: number } | null = null;
  let last = 0;
  let heldMs = 0;
  let heldSince: number | null = null;
  const follow = (isPaused: boolean) => {
    if (isPaused) heldSince ??= now();
    else if (heldSince !== null) {
      heldMs += now() - heldSince;
      heldSince = null;
    }
  };
  const pace: TrainingPace = {
    get isKnown() {
      return first !== null && last - first.step >= KNOWN_AFTER;
    },
    at({ step, steps, isPaused, stepMs }) {
      if (step === undefined || steps === undefined) return null;
      follow(isPaused ?? false);
      // A training that goes on somewhere has taken steps before: its pace is of those that were seen.
      // What it says while it makes ready has no time of a step: that comes once, and says nothing of steps.
      if (stepMs !== undefined) first ??= { step, at: now(), heldMs };
      last = step;
      if (first === null || !pace.isKnown || heldSince !== null) return null;
      const stepsMs = now() - first.at - (heldMs - first.heldMs);
      const etaMs = (stepsMs / (step - first.step)) * (steps - step);
      const tookMs = now() - beganAt - heldMs;
      const isLate = expectedMs !== null && tookMs + etaMs > expectedMs + Math.max(LATE_MS, LATE_SHARE * expectedMs);
      return { etaMs, isLate };
    },
  };
  return pace;
}
