import type { Clock } from '#shared/clock.ts';

/** Barks once when it is not fed in time. */
export interface Watchdog {
  /** It is quiet for this long, from now. Milliseconds. */
  feed(ms: number): void;
  stop(): void;
}

/** A watchdog that sleeps until it is fed for the first time. */
export function startWatchdog(clock: Clock, bark: () => void): Watchdog {
  let meal = new AbortController();
  return {
    feed(ms) {
      meal.abort();
      meal = new AbortController();
      clock.sleep(ms, meal.signal).then(bark, () => {});
    },
    stop: () => meal.abort(),
  };
}
