import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import type { Placement, PlacementRound, WaitingJob } from '#bot/dispatch/placement-round.ts';
import { isReady } from '#bot/dispatch/renderer-counts.ts';
import { type Needs, needsOf } from '#bot/domain/task-needs.ts';
import { canDraw } from '#bot/presets/offer.ts';

/** Whether a job is a training: it takes no renderer's time but what drawings leave, so it is placed apart from them. */
export function isTraining({ job }: Pick<WaitingJob, 'job'>): boolean {
  return job.settled.task.kind === 'train';
}

/** A round of trainings, in the order in which they will begin. */
type TrainingRound<Waiting extends WaitingJob> = PlacementRound<Waiting> & { readonly queued: readonly Waiting[] };

/** What is waiting by what it takes: drawings go by the policy, trainings to renderers that have none. */
export function splitTrainings<Waiting extends WaitingJob>(
  round: PlacementRound<Waiting>,
): { readonly drawings: PlacementRound<Waiting>; readonly trainings: TrainingRound<Waiting> | null } {
  const kinds = [...round.kinds];
  if (!kinds.some(trains)) return { drawings: { ...round, kinds }, trainings: null };
  const queued = [...round.queued];
  const drawn = (all: Iterable<Waiting>) => Array.from(all).filter((waiting) => !isTraining(waiting));
  return {
    drawings: {
      ...round,
      queued: drawn(queued),
      alone: drawn(round.alone),
      kinds: kinds.filter((one) => !trains(one)),
    },
    trainings: { ...round, queued: queued.filter(isTraining) },
  };
}

/** Gives trainings to renderers that have none, those with the least to draw first. */
export function placeTrainings<Waiting extends WaitingJob>(
  { queued, renderers, predictMs }: PlacementRound<Waiting>,
  hasTraining: (rendererId: string) => boolean,
): readonly Placement<Waiting>[] {
  const free = renderers
    .filter(({ snapshot, coolingDown }) => isReady(snapshot) && !coolingDown && !hasTraining(snapshot.id))
    .toSorted((a, b) => a.backlogMs - b.backlogMs);
  const placements: Placement<Waiting>[] = [];
  for (const waiting of queued) {
    if (free.length === 0) break;
    const found = firstFor(waiting, free);
    if (!found) continue;
    free.splice(free.indexOf(found), 1);
    const rendererId = found.snapshot.id;
    placements.push({ waiting, rendererId, predictedMs: predictMs(waiting), overtook: [] });
  }
  return placements;
}

/** One that it has not failed at, or else any that can. */
function firstFor({ job, avoid }: WaitingJob, free: readonly RendererLoad[]): RendererLoad | undefined {
  const able = free.filter(({ snapshot }) => canDraw(snapshot.description, needsOf(job.settled.task)));
  return able.find(({ snapshot }) => !avoid.has(snapshot.id)) ?? able[0];
}

function trains({ needs }: { readonly needs: Needs }): boolean {
  return needs.kind === 'train';
}
