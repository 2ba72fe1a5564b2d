import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
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
  /** It would have come too late in its turn, and is drawn before it. */
  readonly isBeforeTurn?: boolean;
}

/** A job that is to be done by a certain time, in milliseconds since 1970. */
export interface DueJob<Waiting extends WaitingJob> {
  readonly waiting: Waiting;
  readonly deadline: number;
}

/** What is to be done by when, and how much may be done for it. */
export interface DueRound<Waiting extends WaitingJob> {
  readonly now: number;
  /** Those that may be drawn before their turn, the soonest first. */
  readonly due: Iterable<DueJob<Waiting>>;
  /** Something is given before its turn only where this is above 0: see DueBudget. Milliseconds. */
  readonly budgetMs: number;
}

/** What is known of the renderers' speeds. */
export interface RoundSpeeds extends Pick<Speeds, 'msPerWork'> {
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is waiting, and what a round of placement may do. */
export interface PlacementRound<Waiting extends WaitingJob> {
  /** In fair order. */
  readonly queued: Iterable<Waiting>;
  /** Those of them that are to be drawn alone. */
  readonly alone: Iterable<Waiting>;
  /** How many of the others there are of each kind; where nobody can take a kind now, the queue is not searched for it. */
  readonly kinds: Iterable<{ readonly needs: Needs; readonly count: number }>;
  /** Left out = nothing has a deadline. */
  readonly due?: DueRound<Waiting>;
  /** Left out = nothing is known of them: a job goes where it would start first. */
  readonly speeds?: RoundSpeeds;
  readonly renderers: readonly RendererLoad[];
  /** At most this many placements. */
  readonly most: number;
  /** How long a job is expected to take, loading left aside: milliseconds, not negative. */
  readonly predictMs: (waiting: Waiting) => number;
}
