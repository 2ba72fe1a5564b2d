import { cancelUnshown } from '#bot/discord/panel/cancel-unshown.ts';
import type { PanelSyncOptions } from '#bot/discord/panel/compose-panel.ts';
import type { JobId, JobView } from '#bot/domain/job.ts';

/**
 * What was to show a job shows another one, so ours is not drawn. One that our ledger does not know is of another bot
 * with our token.
 */
export async function giveWay(
  view: JobView,
  { shownJobId, jobs, log, anotherBot }: PanelSyncOptions & { readonly shownJobId: JobId },
): Promise<void> {
  if ((await jobs.view(shownJobId)) === null) anotherBot();
  await cancelUnshown(view, { jobs, log });
}
