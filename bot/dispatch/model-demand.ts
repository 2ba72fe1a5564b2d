import { adaptersKey, type Needs } from '#bot/domain/task-needs.ts';
import type { Clock } from '#shared/clock.ts';

/** What was asked for so long ago counts half. Milliseconds. */
const HALF_LIFE_MS = 10 * 60_000;

/** Models that are remembered, each with its adapters; beyond it the one that is asked for least is forgotten. */
const KEPT_MAX = 64;

/** A model, with its adapters, and how often it is asked for. */
export interface AskedModel {
  /** Of the last job that asked. */
  readonly needs: Needs;
  /** Jobs, of which older ones count less. */
  readonly asked: number;
}

/** How often models are asked for of late. */
export interface ModelDemand {
  /** A job that needs this has come; what names no model counts for nothing. */
  ask(needs: Needs): void;
  /** What is asked for most comes first. */
  now(): readonly AskedModel[];
}

interface Counted {
  needs: Needs;
  /** As it was at `at`. */
  asked: number;
  at: number;
}

/** Nobody has asked for anything. */
export function createModelDemand(clock: Pick<Clock, 'now'>): ModelDemand {
  const counts = new Map<string, Counted>();
  const askedNow = ({ asked, at }: Counted, now: number) => asked * 2 ** ((at - now) / HALF_LIFE_MS);
  const forgetLeast = (now: number) => {
    const least = [...counts].reduce((a, b) => (askedNow(b[1], now) < askedNow(a[1], now) ? b : a));
    counts.delete(least[0]);
  };
  return {
    ask(needs) {
      const { kind, model, adapters } = needs;
      if (kind !== 'draw' || model === null) return;
      const now = clock.now();
      const key = `${model}\n${adaptersKey(adapters)}`;
      const before = counts.get(key);
      if (!before && counts.size >= KEPT_MAX) forgetLeast(now);
      counts.set(key, { needs, asked: 1 + (before ? askedNow(before, now) : 0), at: now });
    },
    now() {
      const now = clock.now();
      const all = [...counts.values()].map((counted) => ({ needs: counted.needs, asked: askedNow(counted, now) }));
      return all.sort((a, b) => b.asked - a.asked);
    },
  };
}
