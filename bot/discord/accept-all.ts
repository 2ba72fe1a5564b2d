import type { RunContext } from '#bot/commands/command.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { Failure } from '#shared/failure.ts';

/**
 * Runs a command that makes jobs: the first answers the interaction, each other one gets a message of its own, and what
 * was not made is told to who asked. Throws as `acceptJob`.
 */
export async function acceptAll(
  run: (context: Invocation & Pick<RunContext, 'also'>) => Promise<JobView>,
  invocation: Invocation,
): Promise<void> {
  const more: JobView[] = [];
  const refused: Failure[] = [];
  const also = { shown: (view: JobView) => void more.push(view), refused: (why: Failure) => void refused.push(why) };
  await acceptJob(invocation, { ...invocation, submit: () => run({ ...invocation, also }) });
  for (const view of more) if (view.job.panel === null) await invocation.panelSync.repost(view);
  for (const { said } of refused) await invocation.answer.say(sentencesMarkdown(said, invocation.reader.language));
}
