/** Engines or services that a poison job may take along. */
export const POISON_KILLS_MAX = 3;

/** What was measured while something broke, of all times together. */
export interface Samples {
  /** Until what was struck was there again. Milliseconds. */
  readonly backMs: readonly number[];
  /** Until jobs that were struck were begun again, where they were. Milliseconds. */
  readonly elsewhereMs: readonly number[];
  /** Of each job that was struck, whether it went on without a new attempt. */
  readonly resumed: readonly boolean[];
  /** Of each job that was being drawn, whether it said in time that something is amiss. */
  readonly truthful: readonly boolean[];
  readonly poison: readonly PoisonEnd[];
  /** Growth of the memory of what must not grow. MiB. */
  readonly grownMiB: readonly number[];
}

/** What became of a job that must fail. */
export interface PoisonEnd {
  /** Engines or services that it took along. */
  readonly kills: number;
  readonly isGivenUp: boolean;
}

/** The value that so great a share of them is not above; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

/** Of those that say so, 0 … 1; null of nothing. */
export function shareOf(all: readonly boolean[]): number | null {
  return all.length === 0 ? null : all.filter(Boolean).length / all.length;
}

/** All that there is to say of them, each as a phrase; nothing of what was not measured. */
export function phrasesOf({ backMs, elsewhereMs, resumed, truthful, poison, grownMiB }: Samples): readonly string[] {
  return [
    ...distribution('back', backMs),
    ...distribution('elsewhere', elsewhereMs),
    ...ratio('resumed', resumed),
    ...ratio('truthful', truthful),
    ...(poison.length > 0 ? [`what each poison took: at most ${Math.max(...poison.map(({ kills }) => kills))}`] : []),
    ...(grownMiB.length > 0 ? [`grew by ${Math.max(...grownMiB).toFixed(0)} MiB at most`] : []),
  ];
}

function distribution(name: string, values: readonly number[]): readonly string[] {
  if (values.length === 0) return [];
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => ((quantile(values, share) ?? 0) / 1000).toFixed(2));
  return [`${name} p50 ${p50} p99 ${p99} max ${most} s`];
}

function ratio(name: string, all: readonly boolean[]): readonly string[] {
  return all.length === 0 ? [] : [`${name} ${all.filter(Boolean).length} of ${all.length}`];
}
