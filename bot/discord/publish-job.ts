import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { demandShowing } from '#bot/discord/gateway/own-rights.ts';
import { composePanel, NOTHING_YET } from '#bot/discord/panel/compose-panel.ts';

/**
 * Shows what its owner alone has seen to the channel where it was asked for; the message that they saw goes. Throws as
 * the job service, and `denied` where the bot may not show pictures.
 */
export async function publishJob(jobId: string, invocation: Invocation): Promise<void> {
  const { answer, panelSync, writer, reach, lacking, place } = invocation;
  demandShowing(lacking);
  const view = await JOB_ACTIONS.publish.run(jobId, invocation);
  const { panel, place: asked } = view.job;
  if (place.channelId === asked.channelId) {
    const message = await composePanel(view, { ...invocation, ...NOTHING_YET, address: answer.address() });
    await panelSync.takeOver(view, answer.address(await answer.show(message)));
  } else {
    await answer.acknowledge();
    await panelSync.repost(view, { reach: undefined });
  }
  if (panel && reach !== 'token') await writer.remove(panel);
}
