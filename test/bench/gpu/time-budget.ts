import { stoppedBy } from '#shared/async/stop-scope.ts';

/** Says that something was not done for want of time. */
export class OutOfTime extends Error {}

/** Time for one thing after another, of which a slow one must not take all. */
export interface TimeBudget {
  /** Does work that may take half of what is left, and is stopped then; throws `OutOfTime` for what did not fit. */
  spend<T>(work: (limitMs: number) => Promise<T>): Promise<T>;
  /** A budget that ends earlier: with this share of what is left. */
  part(share: number): TimeBudget;
  leftMs(): number;
}

/** Starting anything with less left is no use. Milliseconds. */
const LEAST_MS = 1_000;

/** So much may be spent from now on; infinite = as much as it takes. Milliseconds. */
export function createTimeBudget(ms: number): TimeBudget {
  const until = performance.now() + ms;
  const leftMs = () => until - performance.now();
  return {
    leftMs,
    part: (share) => createTimeBudget(share * leftMs()),
    async spend(work) {
      const left = leftMs();
      if (left < LEAST_MS) throw new OutOfTime('no time was left');
      if (left === Number.POSITIVE_INFINITY) return work(left);
      const limitMs = Math.round(left / 2);
      const signal = AbortSignal.timeout(limitMs);
      try {
        return await stoppedBy(signal, () => work(limitMs));
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
        throw new OutOfTime(`stopped after ${(limitMs / 1000).toFixed(0)} s, half of the time that was left`);
      }
    },
  };
}
