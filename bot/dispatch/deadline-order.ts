import { createIndexedHeap, type HeapEntry } from '#bot/dispatch/indexed-heap.ts';
import type { JobId } from '#bot/domain/job.ts';

/** A job that is to be done by a certain time, in milliseconds since 1970. */
interface Dated {
  readonly id: JobId;
  readonly deadline: number;
  /** Of those of one time who came first is first. */
  readonly sequence: number;
}

/** Jobs by when they are to be done. */
export interface DeadlineOrder {
  /** Null takes the job out. */
  set(id: JobId, deadline: number | null): void;
  /**
   * Those of a later time than `now`, the soonest first; the others are forgotten. Nothing may be set meanwhile. The first
   * few cost little.
   */
  after(now: number): Generator<Dated, void, undefined>;
}

/** No jobs. */
export function createDeadlineOrder(): DeadlineOrder {
  const heap = createIndexedHeap<Dated>();
  const entries = new Map<JobId, HeapEntry<Dated>>();
  let sequence = 0;
  const forget = (id: JobId) => {
    const entry = entries.get(id);
    if (entry) heap.remove(entry);
    entries.delete(id);
  };
  return {
    set(id, deadline) {
      forget(id);
      if (deadline === null) return;
      sequence += 1;
      entries.set(id, heap.add({ id, deadline, sequence }, deadline, sequence));
    },
    *after(now) {
      for (let first = heap.at(0); first && first.deadline <= now; first = heap.at(0)) forget(first.id);
      const next = createIndexedHeap<number>();
      const reach = (index: number) => {
        const dated = heap.at(index);
        if (dated) next.add(index, dated.deadline, dated.sequence);
      };
      reach(0);
      for (let index = next.pop(); index !== undefined; index = next.pop()) {
        yield heap.at(index)!;
        for (const child of [1, 2]) reach(2 * index + child);
      }
    },
  };
}
