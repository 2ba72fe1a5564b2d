import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import type { Task } from '#bot/domain/task.ts';
import type { Needs } from '#bot/domain/task-needs.ts';

/** A queued job as the policy sees it. */
export interface WaitingJob {
  readonly job: {
    readonly id: string;
    readonly settled: { readonly task: Task };
  };
  /** How often a later job has been taken first. */
  readonly overtaken: number;
  /** Renderers where an attempt of this job went wrong; used again only when no other can draw it. */
  readonly avoid: ReadonlySet<string>;
  /** To be drawn where nothing else is. */
  readonly alone: boolean;
}

export interface Placement<Waiting extends WaitingJob> {
  readonly waiting: Waiting;
  readonly rendererId: string;
  /** How long it is expected to take. */
  readonly predictedMs: number;
  /** Jobs that were ahead, could have been drawn there, and were passed over. */
  readonly overtook: readonly string[];
}

/** What is waiting, and what a round of placement may do. */
export interface PlacementRound<Waiting extends WaitingJob> {
  /** In fair order. */
  readonly queued: Iterable<Waiting>;
  /** Those of them that are to be drawn alone. */
  readonly alone: Iterable<Waiting>;
  /** How many of the others there are of each kind; where nobody can take a kind now, the queue is not searched for it. */
  readonly kinds: Iterable<{ readonly needs: Needs; readonly count: number }>;
  readonly renderers: readonly RendererLoad[];
  /** At most this many placements. */
  readonly most: number;
  /** How long a job is expected to take, loading left aside: milliseconds, not negative. */
  readonly predictMs: (waiting: Waiting) => number;
}
