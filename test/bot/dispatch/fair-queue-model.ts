import type { JobQueue, QueuedJob } from '#bot/dispatch/fair-queue.ts';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Job, JobId } from '#bot/domain/job.ts';

// The fair order as plainly as it can be said: virtual time runs through the whole queue anew and everything is sorted.
// The queue, which sorts owners only, must have the same order after whatever was done to it.

type ModelQueue = Pick<JobQueue, 'add' | 'take' | 'drop' | 'putBack' | 'markOvertaken'> & {
  ordered(): readonly QueuedJob[];
};

/** An empty queue. */
export function createModelQueue(): ModelQueue {
  const waiting = new Map<JobId, QueuedJob>();
  const returned = new Map<JobId, QueuedJob>();
  const share = createShares();
  let order: readonly QueuedJob[] | null = null;
  const changed = () => {
    order = null;
  };
  const remove = (id: JobId) => {
    changed();
    const found = returned.get(id) ?? waiting.get(id) ?? null;
    returned.delete(id);
    waiting.delete(id);
    return found;
  };
  return {
    add(queued) {
      waiting.set(queued.job.id, queued);
      changed();
    },
    take(id) {
      if (waiting.has(id)) share.serve(waiting.get(id)!.job);
      return remove(id);
    },
    drop: (id) => remove(id) !== null,
    putBack(queued) {
      returned.set(queued.job.id, queued);
      changed();
    },
    markOvertaken(ids) {
      for (const id of ids) {
        const queued = waiting.get(id);
        if (queued) waiting.set(id, { ...queued, overtaken: queued.overtaken + 1 });
      }
      changed();
    },
    ordered() {
      order ??= [...returned.values(), ...share.sort([...waiting.values()])];
      return order;
    },
  };
}

/** Virtual time, in work. `finish` is when a member's last served job ends in it; who is not in it is not ahead. */
function createShares() {
  const finish = new Map<string, number>();
  let now = 0;
  return {
    serve(job: Job) {
      const start = Math.max(now, finish.get(job.ownerId) ?? 0);
      now = start;
      finish.set(job.ownerId, start + workOf(effortOf(job.settled.task)));
      for (const [member, end] of finish) if (end <= now) finish.delete(member);
    },
    sort(queued: readonly QueuedJob[]): readonly QueuedJob[] {
      const ends = new Map(finish);
      return queued
        .map((each, index) => {
          const { ownerId, settled } = each.job;
          const start = Math.max(now, ends.get(ownerId) ?? 0);
          ends.set(ownerId, start + workOf(effortOf(settled.task)));
          return { each, start, index };
        })
        .sort((a, b) => a.start - b.start || a.index - b.index)
        .map(({ each }) => each);
    },
  };
}
