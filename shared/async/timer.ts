import type { Clock } from '#shared/clock.ts';

/** Calls back once when it was not reset in time. */
export interface Timeout {
  /** Ends this many milliseconds from now, unless it is reset or stopped before. */
  reset(ms: number): void;
  stop(): void;
}

/** A timeout that does not run until it is reset for the first time. */
export function startTimeout(clock: Clock, onTimeout: () => void): Timeout {
  let waiting = new AbortController();
  return {
    reset(ms) {
      waiting.abort();
      waiting = new AbortController();
      clock.sleep(ms, waiting.signal).then(onTimeout, () => {});
    },
    stop: () => waiting.abort(),
  };
}
