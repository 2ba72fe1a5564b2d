import type { WaitingJob } from '#bot/dispatch/placement-round.ts';
import type { Job, JobId } from '#bot/domain/job.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { Clock } from '#shared/clock.ts';

/** How long an answer holds: what was held is looked at again after it. Milliseconds. */
const ASKED_AGAIN_MS = 2_000;

/** Waiting trainings that their owners hold: they keep their place in the queue and take none at a renderer. */
export interface HeldTrainings {
  /** Those that were not held when they were last about to begin. Throws nothing. */
  without<Waiting extends WaitingJob>(waiting: readonly Waiting[]): readonly Waiting[];
  /** Whether it is held now; a store that cannot be read holds nothing. */
  isHeld(job: Job): Promise<boolean>;
}

/** Nothing was asked yet. */
export function createHeldTrainings({
  trained,
  clock,
}: {
  readonly trained?: Pick<TrainedStore, 'isPaused'>;
  readonly clock: Clock;
}): HeldTrainings {
  const heldAt = new Map<JobId, number>();
  return {
    without(waiting) {
      for (const [id, at] of heldAt) if (clock.now() - at >= ASKED_AGAIN_MS) heldAt.delete(id);
      return heldAt.size === 0 ? waiting : waiting.filter(({ job }) => !heldAt.has(job.id));
    },
    async isHeld({ id, place, settled }) {
      if (!trained || settled.task.kind !== 'train') return false;
      const isHeld = await trained.isPaused(place.serverId, id).catch(() => false);
      if (isHeld) heldAt.set(id, clock.now());
      return isHeld;
    },
  };
}
