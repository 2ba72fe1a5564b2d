import { type Clock, systemClock } from '#shared/clock.ts';

/** The machine's clock for everything short; hours pass when a test says so. */
export interface HourlyClock extends Clock {
  /** So much later, all who slept for an hour or longer wake; resolves when they sleep again. */
  pass(ms: number): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** A clock on which no hour has passed yet. */
export function createHourlyClock(): HourlyClock {
  const sleepers = new Set<() => void>();
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep(ms, signal) {
      if (ms < HOUR_MS) return systemClock.sleep(ms, signal);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        sleepers.add(resolve);
        signal?.addEventListener('abort', () => {
          sleepers.delete(resolve);
          reject(signal.reason);
        });
      });
    },
    async pass(ms) {
      ahead += ms;
      const due = [...sleepers];
      sleepers.clear();
      for (const wake of due) wake();
      while (sleepers.size < due.length) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}
