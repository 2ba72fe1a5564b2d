import type { RunContext } from '#bot/commands/command.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { loggable } from '#bot/discord/gateway/discord-error.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { composePanel, NOTHING_YET } from '#bot/discord/panel/compose-panel.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import { isPrivate, type JobView } from '#bot/domain/job.ts';
import type { Failure } from '#shared/failure.ts';
import { cut } from '#shared/text/cut.ts';

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
  const { panelSync, answer, reach } = invocation;
  const also = {
    shown: (view: JobView) => void more.push(view),
    refused: (why: Failure) => void refused.push(why),
    ...(reach === 'token' && { max: MORE_MAX }),
  };
  let first: JobView | null = null;
  const submit = async () => {
    first = await run({ ...invocation, also });
    return first;
  };
  await acceptJob(invocation, { ...invocation, submit });
  const postIn = first && more.length > 0 ? await threadOf(first, invocation) : null;
  for (const view of more) {
    if (view.job.panel !== null) continue;
    if (reach === 'token' || isPrivate(view.job)) await showBeside(view, invocation);
    else await panelSync.repost(view, { postIn });
  }
  for (const { said } of refused) await answer.say(sentencesMarkdown(said, invocation.reader.language));
}

/** Discord takes five messages after the answer where the bot is not a member; one is left for a sentence. */
const MORE_MAX = 4;

/** Where the bot cannot write by itself, one more panel comes with the answer's own right. */
async function showBeside(view: JobView, invocation: Invocation): Promise<void> {
  const { answer, panelSync, bytesMax, log } = invocation;
  const address = answer.address();
  await panelSync.reserve(view, address);
  const message = await composePanel(view, { ...invocation, ...NOTHING_YET, address });
  try {
    const messageId = await (isPrivate(view.job) ? answer.showPrivately(message) : answer.showMore(message));
    await panelSync.bind(view, { address: answer.address(messageId), message, bytesMax });
  } catch (error) {
    log.warn({ jobId: view.job.id, err: loggable(error) }, 'one of several panels could not be shown');
    await panelSync.repost(view);
  }
}

const NAME_CHARS_MAX = 100;

/** The thread that takes all but the first of several panels where a server wants that; null = there is none. */
async function threadOf({ job }: JobView, { jobs, writer, panelSync, reach, log }: Invocation): Promise<string | null> {
  const { id, place, settled } = job;
  const { threads } = await jobs.rules.settings.of(place);
  if (threads === 'member') return panelSync.threadFor(job);
  // A thread has no threads, and in a conversation there are none.
  if (threads !== 'batch' || reach !== undefined || place.threadOf !== undefined) return null;
  const panel = (await jobs.view(id))?.job.panel;
  if (!panel || panel.messageId === ORIGINAL) return null;
  const name = cut(settled.order.prompt.replaceAll(/\s+/g, ' ').trim() || id, NAME_CHARS_MAX);
  const thread = await writer.openThread(panel, name);
  if (typeof thread === 'string') return thread;
  log.info({ jobId: id, error: thread.kind }, 'no thread could be opened under a picture');
  return null;
}
