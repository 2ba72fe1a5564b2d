import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Names whose requests are counted; beyond it the one that has asked least lately is forgotten. */
const NAMES_MAX = 2_000;

/** Lets each name do something so many times in a row, and then as often as `everyMs` passes. */
export interface RateLimit {
  /** Throws `exhausted` when it is too much. */
  take(name: string): void;
}

/** A bucket of `burst` for each name, filled by one each `everyMs` milliseconds. */
export function createRateLimit({
  burst,
  everyMs,
  clock,
}: {
  readonly burst: number;
  readonly everyMs: number;
  readonly clock: Clock;
}): RateLimit {
  /** By name, who asked longest ago first. */
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(name) {
      const now = clock.now();
      const before = buckets.get(name) ?? { left: burst, at: now };
      const left = Math.min(burst, before.left + (now - before.at) / everyMs);
      buckets.delete(name);
      buckets.set(name, { left: Math.max(0, left - 1), at: now });
      if (buckets.size > NAMES_MAX) buckets.delete(buckets.keys().next().value!);
      if (left < 1)
        throw failure('exhausted', 'access.too-often', { seconds: Math.ceil(((1 - left) * everyMs) / 1000) });
    },
  };
}
