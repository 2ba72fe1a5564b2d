import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** Milliseconds: of the first pause, and of the longest. Each pause is twice the one before. */
export interface BackoffBounds {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The pause after this many failures; 0 = the first pause. Milliseconds. */
export function backoffMs(failuresBefore: number, { firstMs, longestMs }: BackoffBounds): number {
  return Math.min(firstMs * 2 ** failuresBefore, longestMs);
}

/** Pauses between tries that become longer as long as nothing succeeds. */
export interface Backoff {
  /** How long the next pause is. Milliseconds. */
  readonly nextMs: number;
  /** The length of the pause that begins now; the one after it is longer. */
  take(): number;
  /** Takes a pause and waits for its end: true when it has passed, false when the signal ended it. */
  wait(clock: Clock, signal: AbortSignal): Promise<boolean>;
  /** It succeeded: the next pause is short again. */
  reset(): void;
}

/** An exponential back-off that begins with its shortest pause. */
export function createBackoff(bounds: BackoffBounds): Backoff {
  let taken = 0;
  const take = () => {
    taken += 1;
    return backoffMs(taken - 1, bounds);
  };
  return {
    get nextMs() {
      return backoffMs(taken, bounds);
    },
    take,
    wait: (clock, signal) => pause(clock, take(), signal),
    reset() {
      taken = 0;
    },
  };
}
