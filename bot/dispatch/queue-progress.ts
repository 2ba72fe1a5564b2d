import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { type RendererLoad, whyWaiting } from '#bot/dispatch/placement.ts';
import { predictQueue, type Speeds } from '#bot/dispatch/speed-estimate.ts';
import type { Progress } from '#bot/domain/job.ts';
import { canDraw } from '#bot/presets/offer.ts';

/** An expectation that moved by less than this share is not worth telling. */
const ETA_SHARE = 0.15;

/** Tells every waiting job where it stands, when that is news. */
export function publishQueueProgress(options: {
  readonly queued: readonly QueuedJob[];
  readonly loads: readonly RendererLoad[];
  readonly liveJobs: LiveJobs;
  readonly speeds: Speeds;
}): void {
  const { queued, loads, liveJobs } = options;
  const etas = predictEtas(options);
  for (const [position, { job, overtaken, avoid }] of queued.entries()) {
    const { spec } = job.settled;
    const waiting = { id: job.id, spec, predictedMs: 0, queuedAt: job.createdAt, overtaken, avoid };
    const progress = { position, etaMs: etas[position] ?? null, waitingFor: whyWaiting(waiting, loads) };
    const shown = liveJobs.get(job.id)?.progress;
    if (shown && isNews(shown, progress)) liveJobs.change(job.id, { progress });
  }
}

function predictEtas({
  queued,
  loads,
  speeds,
}: Parameters<typeof publishQueueProgress>[0]): readonly (number | null)[] {
  const up = new Map(loads.filter(({ snapshot }) => snapshot.up).map((load) => [load.snapshot.id, load]));
  return predictQueue(queued, {
    renderers: [...up].map(([id, { backlogMs }]) => ({ id, freeInMs: backlogMs })),
    durationMs({ job }, rendererId) {
      const load = up.get(rendererId)!;
      return canDraw(load.snapshot.description, job.settled.spec)
        ? speeds.predict(load.snapshot, job.settled.spec)
        : null;
    },
  });
}

function isNews(
  shown: Progress,
  { position, etaMs, waitingFor }: Pick<Progress, 'position' | 'etaMs' | 'waitingFor'>,
): boolean {
  if (shown.position !== position || shown.waitingFor !== waitingFor) return true;
  if (shown.etaMs === null || etaMs === null) return shown.etaMs !== etaMs;
  return Math.abs(shown.etaMs - etaMs) > ETA_SHARE * shown.etaMs;
}
