import { agedBy } from '#bot/dispatch/fair-order.ts';
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
    take(id, { beforeTurn = false } = {}) {
      if (waiting.has(id)) share.serve(waiting.get(id)!.job, beforeTurn);
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

/** Jobs that share as one: a class, a server in it, a member of that. */
interface Group {
  readonly name: string;
  readonly share: ReturnType<typeof createShares>;
}

const names = ({ place, ownerId, isRelaxed }: Job) => [isRelaxed ? 'relaxed' : 'fast', place.serverId, ownerId];

const workIn = (job: Job, level: number) => workOf(effortOf(job.settled.task)) * (level === 0 && job.isRelaxed ? 8 : 1);

/**
 * Virtual time of one level, in work: those of one name share, and each part is shared by those of the next name.
 * `finish` is when a name's last served job ends in it; who is not in it is not ahead.
 */
function createShares(level = 0) {
  const finish = new Map<string, number>();
  const groups = new Map<string, Group>();
  let now = 0;
  const groupOf = (job: Job): Group => {
    const name = names(job)[level]!;
    const group = groups.get(name) ?? { name, share: createShares(level + 1) };
    groups.set(name, group);
    return group;
  };
  const inGroup = ({ share }: Group, queued: readonly QueuedJob[]) =>
    level + 1 < names(queued[0]!.job).length ? share.sort(queued) : queued;
  return {
    serve(job: Job, isLent: boolean) {
      const group = groupOf(job);
      if (level + 1 < names(job).length) group.share.serve(job, isLent);
      const start = Math.max(now, finish.get(group.name) ?? 0);
      finish.set(group.name, start + workIn(job, level));
      now = (isLent ? now : start) + agedBy(workIn(job, level));
      for (const [name, end] of finish) if (end <= now) finish.delete(name);
    },
    /** Of `queued`, in the order in which they came. */
    sort(queued: readonly QueuedJob[]): readonly QueuedJob[] {
      const came = new Map(queued.map(({ job }, index) => [job.id, index]));
      const parts = [...Map.groupBy(queued, ({ job }) => groupOf(job))];
      return parts
        .flatMap(([group, part]) => {
          let start = Math.max(now, finish.get(group.name) ?? 0);
          return inGroup(group, part).map((each, index) => {
            const placed = { each, start, came: came.get(each.job.id)!, isFirst: index === 0 };
            start += workIn(each.job, level);
            return placed;
          });
        })
        .sort((a, b) => a.start - b.start || a.came - b.came)
        .map(({ each }) => each);
    },
  };
}
