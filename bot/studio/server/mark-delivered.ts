import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { isLive } from '#bot/studio/server/live-renders.ts';

/**
 * Tells the jobs that ended jobs of the studio need no further showing: the gallery reads them from the ledger whenever
 * it is opened. Runs until the signal aborts.
 */
export async function markAllDelivered(jobs: JobService, signal: AbortSignal): Promise<void> {
  const views = jobs.watch('studio', signal);
  for (const view of await jobs.undelivered('studio')) await jobs.markDelivered(view.job.id);
  for await (const view of views) if (isNewlyEnded(view)) await jobs.markDelivered(view.job.id);
}

/** Live renders end by being removed, which needs no delivery. */
function isNewlyEnded(view: JobView): boolean {
  const { state, delivered } = view.job;
  return (
    !delivered && !isLive(view) && (state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled')
  );
}
