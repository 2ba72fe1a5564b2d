import type { JobView } from '#bot/jobs/job.ts';
import type { JobDesk } from '#bot/ports.ts';
import { isLive } from '#bot/studio/live-renders.ts';

/**
 * Tells the desk that ended jobs of the studio need no further showing: the gallery reads them from the ledger whenever
 * it is opened. Runs until the signal aborts.
 */
export async function markAllDelivered(desk: JobDesk, signal: AbortSignal): Promise<void> {
  const views = desk.watch('studio', signal);
  for (const view of await desk.undelivered('studio')) await desk.markDelivered(view.job.id);
  for await (const view of views) if (isNewlyEnded(view)) await desk.markDelivered(view.job.id);
}

/** Live renders end by being removed, which needs no delivery. */
function isNewlyEnded(view: JobView): boolean {
  const { state, delivered } = view.job;
  return (
    !delivered && !isLive(view) && (state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled')
  );
}
