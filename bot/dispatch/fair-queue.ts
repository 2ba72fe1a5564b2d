import { workOf } from '#bot/dispatch/speed-estimate.ts';
import type { Job, JobId } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';

/** How much may be open at once. */
export interface QueueBounds {
  /** Queued and rendering jobs of one member. */
  readonly memberMax: number;
  /** Queued and rendering jobs of everybody. */
  readonly totalMax: number;
}

/** A job that waits for a renderer. */
export interface QueuedJob {
  readonly job: Job;
  readonly overtaken: number;
  /** Renderers where an attempt went wrong. */
  readonly avoid: ReadonlySet<string>;
  /** Attempts that a renderer did not survive. */
  readonly strikes: number;
  /** Attempts that no renderer took up. */
  readonly refusals: number;
}

/**
 * Who waits, in which order. Members share by work, not by number of jobs (start-time fair queueing, Goyal et al.
 * 1996): a member who has been served waits for the others to catch up, and one who has not is next. Within a member,
 * first come first served. What came back from a dead renderer goes first.
 */
export interface JobQueue {
  /** Counts one more open job of the member, or throws the sentence that says which bound is reached. */
  admit(memberId: string): void;
  /** Counts an open job from before a restart, whatever the bounds are now. */
  readmit(memberId: string): void;
  /** The member has one open job less. */
  dismiss(memberId: string): void;
  add(queued: QueuedJob): void;
  /** Takes a job out because it is being drawn: its work is counted against its member. */
  take(id: JobId): QueuedJob | null;
  /** Takes a job out because nobody wants it any more. */
  drop(id: JobId): boolean;
  /** Puts a job that was taken back at the head. */
  giveBack(queued: QueuedJob): void;
  markOvertaken(ids: readonly JobId[]): void;
  /** All that wait, in the order in which they will be drawn. */
  ordered(): readonly QueuedJob[];
}

/** An empty queue. */
export function createQueue(bounds: QueueBounds): JobQueue {
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
    ...createCounts(bounds),
    add(queued) {
      waiting.set(queued.job.id, queued);
      changed();
    },
    take(id) {
      if (waiting.has(id)) share.serve(waiting.get(id)!.job);
      return remove(id);
    },
    drop: (id) => remove(id) !== null,
    giveBack(queued) {
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

function createCounts({ memberMax, totalMax }: QueueBounds): Pick<JobQueue, 'admit' | 'readmit' | 'dismiss'> {
  const open = new Map<string, number>();
  let total = 0;
  const count = (memberId: string) => {
    open.set(memberId, (open.get(memberId) ?? 0) + 1);
    total += 1;
  };
  return {
    readmit: count,
    admit(memberId) {
      const mine = open.get(memberId) ?? 0;
      if (mine >= memberMax)
        throw new Failure(
          'exhausted',
          `Cannot take another picture from you yet: ${memberMax} at a time, and you have ${mine} open. Wait for one or cancel one`,
        );
      if (total >= totalMax)
        throw new Failure(
          'exhausted',
          `Cannot take another picture yet: the queue is full with ${total}. Please try again in a few minutes`,
        );
      count(memberId);
    },
    dismiss(memberId) {
      const mine = open.get(memberId) ?? 0;
      if (mine <= 1) open.delete(memberId);
      else open.set(memberId, mine - 1);
      total -= Math.min(mine, 1);
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
      finish.set(job.ownerId, start + workOf(job.settled.spec));
      for (const [member, end] of finish) if (end <= now) finish.delete(member);
    },
    sort(queued: readonly QueuedJob[]): readonly QueuedJob[] {
      const ends = new Map(finish);
      return queued
        .map((each, index) => {
          const { ownerId, settled } = each.job;
          const start = Math.max(now, ends.get(ownerId) ?? 0);
          ends.set(ownerId, start + workOf(settled.spec));
          return { each, start, index };
        })
        .sort((a, b) => a.start - b.start || a.index - b.index)
        .map(({ each }) => each);
    },
  };
}
