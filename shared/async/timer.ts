import type { Clock } from '#shared/clock.ts';

/** Waits this long, unless the signal ends the wait: true when the time has passed, false when it was ended. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => true,
    () => false,
  );
}

/** Calls back once when it was not reset in time. */
export interface Timeout {
  /** Ends this many milliseconds from now, unless it is reset or stopped before. */
  reset(ms: number): void;
  stop(): void;
}

/** A timeout that does not run until it is reset for the first time. */
export function createTimeout(clock: Clock, onTimeout: () => void): Timeout {
  let waiting = new AbortController();
  return {
    reset(ms) {
      waiting.abort();
      const mine = new AbortController();
      waiting = mine;
      // It may be stopped between the end of the sleep and this callback.
      void pause(clock, ms, mine.signal).then((isOver) => {
        if (isOver && !mine.signal.aborted) onTimeout();
      });
    },
    stop: () => waiting.abort(),
  };
}

/** Calls back once after this long, unless it is stopped before. */
export function startTimeout(clock: Clock, ms: number, onTimeout: () => void): Timeout {
  const timeout = createTimeout(clock, onTimeout);
  timeout.reset(ms);
  return timeout;
}

/** True when the promise resolved, false when `ms` passed first; rejects with the signal's reason. */
export async function within(
  promise: Promise<unknown>,
  limits: { readonly ms: number; readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<boolean> {
  const over = new AbortController();
  const ending = limits.signal ? AbortSignal.any([limits.signal, over.signal]) : over.signal;
  const sleeping = limits.clock.sleep(limits.ms, ending);
  try {
    return await Promise.race([promise.then(() => true), sleeping.then(() => false)]);
  } finally {
    over.abort();
  }
}
