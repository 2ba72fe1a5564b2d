/** Lets callers in one after the other, as room allows. */
export interface Turns {
  /**
   * Calls `attempt`, now and whenever room may have come, until it gives something. `waited` tells whether it did not
   * come at once. Rejects with the signal's reason, or with what `attempt` throws.
   */
  take<T extends object>(
    attempt: () => T | null,
    signal: AbortSignal,
  ): Promise<{ readonly value: T; readonly waited: boolean }>;
  /** Room may have come. */
  retry(): void;
}

/** How often later callers may go before one that still waits; then everyone after it waits too. */
const OVERTAKEN_MAX = 8;

interface Waiting {
  overtaken: number;
  /** Whether its turn came. */
  attempt(): boolean;
}

/**
 * Turns in the order of arrival, with an exception that keeps room in use: who finds room while an earlier caller does
 * not may go first, a bounded number of times.
 */
export function createTurns(): Turns {
  const waiting = new Set<Waiting>();

  function retry(): void {
    const passed: Waiting[] = [];
    for (const one of waiting) {
      if (passed.some(({ overtaken }) => overtaken >= OVERTAKEN_MAX)) return;
      if (!one.attempt()) passed.push(one);
      else {
        waiting.delete(one);
        for (const earlier of passed) earlier.overtaken += 1;
      }
    }
  }

  return {
    retry,
    async take<T extends object>(attempt: () => T | null, signal: AbortSignal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const one: Waiting = {
        overtaken: 0,
        attempt() {
          try {
            const value = attempt();
            if (value === null) return false;
            resolve(value);
          } catch (thrown) {
            reject(thrown);
          }
          return true;
        },
      };
      const leave = () => {
        reject(signal.reason);
        if (waiting.delete(one)) retry();
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(one);
      retry();
      const waited = waiting.has(one);
      try {
        return { value: await promise, waited };
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
