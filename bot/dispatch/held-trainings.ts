import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { Job, JobId } from '#bot/domain/job.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { Clock } from '#shared/clock.ts';

/** How long an answer holds: what was held is looked at again after it. Milliseconds. */
const ASKED_AGAIN_MS = 2_000;

/** Waiting trainings that are asked about at once; those behind them wait for their turn. */
const ASKED_MAX = 16;

/** Waiting trainings that their owners hold: they keep their place in the queue and take none at a renderer. */
export interface HeldTrainings {
  /**
   * Those that are known to be held by nobody, in their order, up to the first of which it is not known: that is asked
   * then. So none leaves its place to find out, and none overtakes one that may go. Throws nothing.
   */
  without<Waiting extends Pick<QueuedJob, 'job'>>(waiting: readonly Waiting[]): readonly Waiting[];
}

interface Answer {
  readonly isHeld: boolean;
  readonly at: number;
}

export interface HeldTrainingsOptions {
  /** Left out = none is held. */
  readonly trained?: Pick<TrainedStore, 'isPaused'>;
  readonly clock: Clock;
  /** Is called when more is known. */
  readonly answered: () => void;
}

/** Nothing was asked yet. A store that cannot be read holds nothing. */
export function createHeldTrainings({ trained, clock, answered }: HeldTrainingsOptions): HeldTrainings {
  const answers = new Map<JobId, Answer>();
  const asking = new Set<JobId>();
  const ask = async (store: Pick<TrainedStore, 'isPaused'>, { id, place }: Job) => {
    if (asking.has(id)) return;
    asking.add(id);
    const isHeld = await store.isPaused(place.serverId, id).catch(() => false);
    asking.delete(id);
    answers.set(id, { isHeld, at: clock.now() });
    answered();
  };
  return {
    without(waiting) {
      if (!trained) return waiting;
      const looked = waiting.slice(0, ASKED_MAX);
      const here = new Set(looked.map(({ job }) => job.id));
      for (const id of answers.keys()) if (!here.has(id)) answers.delete(id);
      const isOld = (id: JobId) => clock.now() - (answers.get(id)?.at ?? -Infinity) >= ASKED_AGAIN_MS;
      for (const { job } of looked) if (isOld(job.id)) void ask(trained, job);
      // What was held counts as held until it is known that it is not: it is in nobody's way.
      const isHeld = ({ job }: Pick<QueuedJob, 'job'>) => answers.get(job.id)?.isHeld ?? false;
      const open = looked.findIndex((one) => !isHeld(one) && isOld(one.job.id));
      return (open < 0 ? looked : looked.slice(0, open)).filter((one) => !isHeld(one));
    },
  };
}
