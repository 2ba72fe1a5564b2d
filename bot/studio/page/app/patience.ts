/** A render may take this much longer than the last one until something of it can be seen; then newer words go first. */
const PATIENCE = 1.5;

/** Patience with the first, and with any: a lost connection must not stop everything. Milliseconds. */
const PATIENCE_MAX_MS = 60_000;

/** How long a render is left alone before newer words replace it: measured, so that a slow renderer shows some too. */
export interface Patience {
  /** A render begins. */
  begin(): void;
  /** Something of it can be seen; only the first time counts. */
  see(): void;
  /** It ends without anything to be seen, and nobody learns from it. */
  end(): void;
  /** Resolves when it has had its chance: something was seen, it ended, or it took too long. */
  hadItsChance(): Promise<void>;
}

/** `now` counts milliseconds; `sleep` waits so many. */
export function createPatience(now: () => number, sleep: (ms: number) => Promise<void>): Patience {
  let begunAt = now();
  /** From the beginning of a render until something of it could be seen, last time. */
  let firstSightMs = PATIENCE_MAX_MS;
  let isWaiting = false;
  let chance = Promise.withResolvers<void>();
  const patience = () => Math.min(PATIENCE_MAX_MS, PATIENCE * firstSightMs);
  const over = () => {
    isWaiting = false;
    chance.resolve();
  };
  over();
  return {
    begin() {
      begunAt = now();
      isWaiting = true;
      chance = Promise.withResolvers();
    },
    see() {
      if (isWaiting) firstSightMs = now() - begunAt;
      over();
    },
    end: over,
    async hadItsChance() {
      await Promise.race([chance.promise, sleep(Math.max(0, begunAt + patience() - now()))]);
      // Nothing was seen in that time, so it was too short: the next one gets more.
      if (isWaiting) firstSightMs = patience();
    },
  };
}
