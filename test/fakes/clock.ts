import type { Clock } from '#shared/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass: whoever sleeps wakes at its time, in order, and what it then does is waited for. */
  advance(ms: number): Promise<void>;
  /** Lets `ms` pass at once, as for a process that was stopped meanwhile: whoever was due wakes late. */
  jump(ms: number): Promise<void>;
  /** How many sleep now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that begins at `start`, milliseconds since 1970. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    get sleepers() {
      return sleepers.size;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper: Sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    async advance(ms) {
      await settle();
      const end = now + ms;
      for (let next = nextUntil(sleepers, end); next; next = nextUntil(sleepers, end)) {
        now = Math.max(now, next.at);
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
    async jump(ms) {
      await settle();
      now += ms;
      await this.advance(0);
    },
  };
}

function nextUntil(sleepers: ReadonlySet<Sleeper>, end: number): Sleeper | undefined {
  const due = [...sleepers].filter(({ at }) => at <= end);
  return due.reduce<Sleeper | undefined>((first, each) => (first && first.at <= each.at ? first : each), undefined);
}

/** Lets everything that needs no time happen, as far as promises reach. */
async function settle() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
