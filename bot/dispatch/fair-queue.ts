import { createDeadlineOrder } from '#bot/dispatch/deadline-order.ts';
import { createFairOrder, type FairItem, type FairOrder, type Removal } from '#bot/dispatch/fair-order.ts';
import type { DueJob } from '#bot/dispatch/placement-round.ts';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import { deadlineOf } from '#bot/domain/deadline.ts';
import type { Job, JobId, PanelAddress, Place } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import { type Needs, needsKey, needsOf } from '#bot/domain/task-needs.ts';
import { failure } from '#bot/text/say.ts';

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
  /** Renderers where an attempt went wrong, or that cannot do this at all. */
  readonly avoid: ReadonlySet<string>;
  /** Attempts that broke, with nobody else there to blame. */
  readonly strikes: number;
  /** Attempts that ended with a renderer that drew other jobs too, any of which may have broken it. */
  readonly suspicions: number;
  /** It may be what breaks renderers, so it is drawn where nothing else is. */
  readonly alone: boolean;
  /** Attempts that no renderer took up. */
  readonly refusals: number;
}

/** Jobs that are waiting and need the same of a renderer. */
export interface QueuedKind {
  readonly needs: Needs;
  readonly count: number;
}

/**
 * Who waits, in which order. Servers share what renderers can do, and the members of a server its part, by work and not
 * by number of jobs: who has been served waits for the others to catch up, and who has not is next (see FairOrder).
 * Relaxed jobs get an eighth of what others get while both wait, and everything when nobody else does. Within a member,
 * first come first served. What came back from a dead renderer goes first.
 */
export interface JobQueue {
  /**
   * Counts one more open job of the member, or throws the sentence that says which bound is reached. Whoever sits at
   * this machine shares it with nobody: only the bound of everybody counts.
   */
  admit(memberId: string, options?: { readonly sitsHere: boolean }): void;
  /** Counts an open job from before a restart, whatever the bounds are now. */
  readmit(memberId: string): void;
  /** The member has one open job less. */
  dismiss(memberId: string): void;
  add(queued: QueuedJob): void;
  /**
   * Takes a job out because it is being drawn: its work is counted against its member. Before its turn it is lent to
   * them: all others are as near to their turns as before.
   */
  take(id: JobId, options?: { readonly beforeTurn?: boolean }): QueuedJob | null;
  /** Takes a job out because nobody wants it any more. */
  drop(id: JobId): boolean;
  /** A job that was taken is over: it counts what it took in the end, in place of what was foreseen. Milliseconds. */
  settle(id: JobId, tookMs: number): void;
  /** Puts a job that was taken back at the head; one that is to be drawn alone goes nowhere else. */
  putBack(queued: QueuedJob): void;
  markOvertaken(ids: readonly JobId[]): void;
  /** The job is shown there from now on, which may have it done by a certain time; nothing when it does not wait. */
  setPanel(id: JobId, panel: PanelAddress | null): void;
  /**
   * Those that are to be done by a time after `now`, the soonest first, without trainings. Of members, servers and classes
   * that are ahead of the others by more than a minute of work there is none: they have to wait for their turns.
   */
  due(now: number): Iterable<DueJob<QueuedJob>>;
  /** How many were taken before their turn. */
  takenBeforeTurn(): number;
  has(id: JobId): boolean;
  readonly size: number;
  /** What waits, by what it needs, without what is to be drawn alone. */
  kinds(): Iterable<QueuedKind>;
  /** What is to be drawn alone, first come first served. */
  alone(): Iterable<QueuedJob>;
  /** All that wait, in the order in which they will be drawn; nothing may be added or taken meanwhile. */
  inOrder(): Iterable<QueuedJob>;
}

/** How much a task counts against who asked for it: a multiple of 2^-20. */
export type CostOf = (task: Task) => number;

/** The class of a job, its server, and its member. */
const PATH_NAMES = 3;

/** The one share of all that is asked for outside of the bot's servers. */
const OUTSIDE = 'outside';

/** How much more a relaxed job counts beside others. */
const RELAXED_WEIGHT = 8;

/** So far ahead of the others may be who gets something before their turn, as work. */
const LOAN_MAX = 60_000;

/**
 * An empty queue. `isServer`: a server that shares renderers with others; one that the bot is not in, where members have
 * only brought it along, counts like a conversation, or whoever opens ten servers would have ten shares.
 */
export function createQueue(
  bounds: QueueBounds,
  costOf: CostOf = (task) => workOf(effortOf(task)),
  isServer: (serverId: string) => boolean = () => true,
): JobQueue {
  const shareOf = ({ serverId }: Place) => (isConversation(serverId) || !isServer(serverId) ? OUTSIDE : serverId);
  const waiting = createFairOrder<WaitingItem>(PATH_NAMES);
  const returned = new Map<JobId, WaitingItem>();
  const [kinds, dated] = [createKindCounts(), createDatedJobs(waiting)];
  const remove = (id: JobId, how: Removal): WaitingItem | null => {
    const found = returned.get(id) ?? waiting.remove(id, how);
    returned.delete(id);
    if (found) dated.forget(id, how);
    if (found?.kind) kinds.remove(found.kind);
    return found;
  };
  /** What was counted of jobs that were taken and are not over. */
  const counted = new Map<JobId, Pick<WaitingItem, 'path' | 'work'>>();
  return {
    ...createCounts(bounds),
    add(queued) {
      waiting.add(itemOf(queued, kinds.add(queued), { costOf, shareOf }));
      dated.jobs.setPanel(queued.job.id, queued.job.panel);
    },
    take(id, { beforeTurn = false } = {}) {
      const isServed = waiting.get(id) !== null;
      const found = remove(id, beforeTurn ? 'lend' : 'serve');
      if (found && isServed) counted.set(id, found);
      return found?.queued ?? null;
    },
    drop: (id) => remove(id, 'drop') !== null,
    settle(id, tookMs) {
      const foreseen = counted.get(id);
      counted.delete(id);
      if (foreseen) waiting.charge(foreseen.path, moreThan(foreseen.work, tookMs));
    },
    putBack(queued) {
      returned.set(queued.job.id, itemOf(queued, kinds.add(queued), { costOf, shareOf }));
    },
    markOvertaken(ids) {
      for (const id of ids) {
        const item = waiting.get(id);
        if (item) waiting.replace({ ...item, queued: { ...item.queued, overtaken: item.queued.overtaken + 1 } });
      }
    },
    ...dated.jobs,
    has: (id) => returned.has(id) || waiting.get(id) !== null,
    get size() {
      return returned.size + waiting.size;
    },
    kinds: kinds.all,
    *alone() {
      for (const { queued } of returned.values()) if (queued.alone) yield queued;
    },
    *inOrder() {
      for (const { queued } of returned.values()) yield queued;
      for (const { queued } of waiting.inOrder()) yield queued;
    },
  };
}

interface WaitingItem extends FairItem {
  readonly queued: QueuedJob;
  /** Where it is counted; null = it is to be drawn alone. */
  readonly kind: CountedKind | null;
}

interface CountedKind extends QueuedKind {
  readonly key: string;
  count: number;
}

function itemOf(
  queued: QueuedJob,
  kind: CountedKind | null,
  { costOf, shareOf }: { readonly costOf: CostOf; readonly shareOf: (place: Place) => string },
): WaitingItem {
  const { id, ownerId, place, settled, isRelaxed } = queued.job;
  const path = [isRelaxed ? 'relaxed' : 'fast', shareOf(place), ownerId];
  const cost = costOf(settled.task);
  return { id, path, work: [isRelaxed ? cost * RELAXED_WEIGHT : cost, cost, cost], queued, kind };
}

/** What a job took in the end more than was foreseen, or less, at each level. */
function moreThan([first = 1, own = 1]: readonly number[], tookMs: number): readonly number[] {
  const took = Math.max(0, Math.round(tookMs)) - own;
  return [took * (first / own), took, took];
}

/** Those of an order that have a deadline; a training has none, as it gives way to all else for hours. */
function createDatedJobs(waiting: Pick<FairOrder<WaitingItem>, 'get' | 'lead'>) {
  const deadlines = createDeadlineOrder();
  let lent = 0;
  const jobs: Pick<JobQueue, 'setPanel' | 'due' | 'takenBeforeTurn'> = {
    takenBeforeTurn: () => lent,
    setPanel(id, panel) {
      const job = waiting.get(id)?.queued.job;
      if (job) deadlines.set(id, job.settled.task.kind === 'train' ? null : deadlineOf(panel));
    },
    *due(now) {
      for (const { id, deadline } of deadlines.after(now)) {
        const { queued, path } = waiting.get(id)!;
        if (waiting.lead(path) <= LOAN_MAX) yield { waiting: queued, deadline };
      }
    },
  };
  const forget = (id: JobId, how: Removal) => {
    deadlines.set(id, null);
    if (how === 'lend') lent += 1;
  };
  return { jobs, forget };
}

/** The names of conversations have something before a colon, which no server has. */
function isConversation(serverId: string): boolean {
  return serverId.includes(':');
}

function createKindCounts() {
  const kinds = new Map<string, CountedKind>();
  return {
    all: (): Iterable<QueuedKind> => kinds.values(),
    add({ alone, job }: QueuedJob): CountedKind | null {
      if (alone) return null;
      const needs = needsOf(job.settled.task);
      const key = needsKey(needs);
      const kind = kinds.get(key) ?? { key, needs, count: 0 };
      kinds.set(key, kind);
      kind.count += 1;
      return kind;
    },
    remove(kind: CountedKind) {
      kind.count -= 1;
      if (kind.count === 0) kinds.delete(kind.key);
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
    admit(memberId, { sitsHere } = { sitsHere: false }) {
      const mine = open.get(memberId) ?? 0;
      if (mine >= memberMax && !sitsHere)
        throw failure('exhausted', 'queue.member-full', { max: memberMax, open: mine });
      if (total >= totalMax) throw failure('exhausted', 'queue.full', { open: total });
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
