import type { JobId } from '#bot/domain/job.ts';
import type { Timings } from '#shared/contract/messages.ts';

/** What renderers have spent on jobs that are being drawn: of steps that are taken together each has its share. */
export interface SpentTime {
  /** A step of the job took so much of its renderer's own time. Milliseconds. */
  add(id: JobId, ms: number): void;
  /** All of it, which is forgotten here; with `timings` also what is around the steps, or all where no step was seen. */
  take(id: JobId, timings?: Pick<Timings, 'encodeMs' | 'denoiseMs' | 'decodeMs'>): number;
}

/** Nothing was spent yet. */
export function createSpentTime(): SpentTime {
  const spent = new Map<JobId, number>();
  return {
    add: (id, ms) => void spent.set(id, (spent.get(id) ?? 0) + ms),
    take(id, timings) {
      const steps = spent.get(id);
      spent.delete(id);
      if (!timings) return steps ?? 0;
      return timings.encodeMs + (steps ?? timings.denoiseMs) + timings.decodeMs;
    },
  };
}
