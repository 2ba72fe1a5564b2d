import { markdownOf } from '#bot/discord/markdown.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { type DiscordMessage, sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { nonceFor } from '#bot/discord/reactions/reaction-nonce.ts';
import { isPrivate, type Job, type PanelAddress } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import { mention } from '#shared/text/rich.ts';

/** Who waits no longer than this is still looking. */
const LONG_MS = 60_000;

/** What telling takes. */
interface Telling {
  /** Where it is shown. */
  readonly panel: PanelAddress | null;
  readonly jobs: Pick<JobService, 'delivery' | 'markDelivered'>;
  readonly writer: Pick<PanelWriter, 'post' | 'openDirect'>;
  readonly serverLanguage: (serverId: string) => Language;
  readonly clock: Clock;
  readonly log: Log;
}

/** The panel shows the end: that is written down first, so that nobody is told twice. Throws what the ledger throws. */
export async function markShown(job: Job, telling: Telling): Promise<void> {
  await telling.jobs.markDelivered(job.id);
  await tellOwner(job, telling).catch((error) => telling.log.warn({ jobId: job.id, err: error }, 'not told'));
}

/**
 * Tells a member whose picture took long that it is there, where they have asked for that: an edit wakes nobody. By a
 * mention under the panel, or in their conversation with the bot. Once a job; what cannot be sent is left.
 */
async function tellOwner(job: Job, { panel, jobs, writer, serverLanguage, clock, log }: Telling): Promise<void> {
  const { kind } = job.state;
  // In a conversation its messages wake who is in it anyway.
  if ((kind !== 'done' && kind !== 'failed') || !panel || panel.reach === 'direct') return;
  if ((job.finishedAt ?? clock.now()) - job.createdAt < LONG_MS) return;
  const how = await jobs.delivery.reminderOf(job.ownerId);
  if (how === 'off') return;
  const { rich } = writerOf(serverLanguage(job.place.serverId));
  const url = messageLink({ ...job, panel });
  const said = rich(say('notify.there', { isDrawn: kind === 'done', url }));
  const nonce = nonceFor(`told ${job.id}`);
  const isPing = how === 'ping' && panel.reach === undefined && !isPrivate(job);
  const sent = isPing
    ? await ping(job, { said, panel, nonce, writer })
    : await message(job, { text: markdownOf(said), nonce, writer });
  if (sent !== 'shown') log.info({ jobId: job.id, error: sent }, 'who wanted to be told could not be');
}

async function ping(
  { ownerId, ownerName }: Job,
  {
    said,
    panel,
    nonce,
    writer,
  }: {
    readonly said: Parameters<typeof markdownOf>[0];
    readonly panel: PanelAddress;
    readonly nonce: string;
    readonly writer: Pick<PanelWriter, 'post'>;
  },
) {
  const words: DiscordMessage = sentenceMessage(`${markdownOf([mention(ownerName, ownerId)])} ${markdownOf(said)}`);
  const how = { nonce, replyTo: panel.messageId, wakes: ownerId };
  return (await writer.post(panel.channelId, words, how)).kind;
}

async function message(
  { ownerId }: Job,
  {
    text,
    nonce,
    writer,
  }: { readonly text: string; readonly nonce: string; readonly writer: Pick<PanelWriter, 'post' | 'openDirect'> },
) {
  const channelId = await writer.openDirect(ownerId);
  if (typeof channelId !== 'string') return channelId.kind;
  return (await writer.post(channelId, sentenceMessage(text), { nonce })).kind;
}
