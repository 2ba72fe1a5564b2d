import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { showAgain } from '#bot/discord/show-again.ts';

/** Draws what a draft promised, in the message that shows the draft. */
export async function finishDraft(
  jobId: string,
  { invocation, messageId }: { readonly invocation: Invocation; readonly messageId: string },
): Promise<void> {
  const { answer, panelSync } = invocation;
  await answer.acknowledge();
  const view = await JOB_ACTIONS.finish.run(jobId, invocation);
  if (view.job.panel === null) return panelSync.takeOver(view, answer.address(messageId));
  // The draft's own message shows it; a copy of the draft does not.
  if (view.job.panel.messageId !== messageId) await showAgain(view, invocation);
}
