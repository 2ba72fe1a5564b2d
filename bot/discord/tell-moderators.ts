import { markdownOf } from '#bot/discord/markdown.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { nonceFor } from '#bot/discord/reactions/reaction-nonce.ts';
import { isPrivate, type Job } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import type { Log } from '#shared/log.ts';

/** What telling takes. */
interface Telling {
  readonly jobs: Pick<JobService, 'rules' | 'reviews' | 'watch'>;
  readonly writer: Pick<PanelWriter, 'post'>;
  readonly serverLanguage: (serverId: string) => Language;
  readonly log: Log;
}

/** Jobs that are remembered as told: each changes a few times after it has ended. */
const TOLD_MAX = 1000;

/**
 * Tells the moderators of a server, in the channel that it has set, of pictures that wait for them and of reports,
 * until the signal. The words say nothing of what was drawn, and the link opens for who may read its channel.
 */
export async function tellModerators(telling: Telling, signal: AbortSignal): Promise<void> {
  try {
    await Promise.all([tellHeld(telling, signal), tellReported(telling, signal)]);
  } catch (error) {
    if (!signal.aborted) telling.log.error({ err: error }, 'moderators are not told any more');
  }
}

async function tellHeld(telling: Telling, signal: AbortSignal): Promise<void> {
  const told = new Set<string>();
  for await (const { job } of telling.jobs.watch('discord', signal)) {
    if (job.review !== 'held') told.delete(job.id);
    if (job.state.kind !== 'done' || job.review !== 'held' || told.has(job.id)) continue;
    told.add(job.id);
    if (told.size > TOLD_MAX) told.delete([...told][0]!);
    await tell(job, { why: 'held', reports: 0 }, telling);
  }
}

async function tellReported(telling: Telling, signal: AbortSignal): Promise<void> {
  for await (const { job, reports } of telling.jobs.reviews.watchReports(signal))
    await tell(job, { why: 'reported', reports }, telling);
}

async function tell(
  job: Job,
  { why, reports }: { readonly why: 'held' | 'reported'; readonly reports: number },
  { jobs, writer, serverLanguage, log }: Telling,
): Promise<void> {
  const { id, place } = job;
  if (place.platform !== 'discord' || isPrivate(job)) return;
  const { moderators } = await jobs.rules.settings.of(place);
  if (moderators === '') return;
  const said = writerOf(serverLanguage(place.serverId)).rich(
    say('review.told', { why, reports, url: messageLink(job) }),
  );
  const nonce = nonceFor(`review ${id} ${why} ${reports}`);
  const sent = await writer.post(moderators, sentenceMessage(markdownOf(said)), { nonce });
  if (sent.kind !== 'shown') log.warn({ jobId: id, error: sent.kind }, 'moderators could not be told');
}
