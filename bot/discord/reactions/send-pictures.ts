import { markdownOf } from '#bot/discord/markdown.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { FILE_BYTES_MAX, fileSize, pictureName } from '#bot/discord/panel/choose-pictures.ts';
import { captionedPicture, type DiscordMessage, sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { readyPictures } from '#bot/discord/panel/ready-pictures.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** Of 25 characters, so that a number fits behind. */
const NONCE_CHARS = 22;

/**
 * Sends a job's pictures into a member's conversation with the bot, each in a message of its own with the way back: the
 * PNG with its settings, at full size in fewer bytes where Discord takes no more. Throws `denied` when the member takes
 * no messages, and `not-found` when there is no picture.
 */
export async function sendPictures(
  view: JobView,
  {
    jobs,
    writer,
    serverLanguage,
    memberId,
    nonce,
  }: {
    readonly jobs: Pick<JobService, 'pictures'>;
    readonly writer: PanelWriter;
    readonly serverLanguage: (serverId: string) => Language;
    readonly memberId: string;
    readonly nonce: string;
  },
): Promise<void> {
  const { job } = view;
  if (job.state.kind !== 'done') return;
  if (job.review) throw failure('denied', 'review.not-shown', { review: job.review });
  const stored = await jobs.pictures(job.id);
  if (stored.length === 0) throw failure('not-found', 'discord.mail-gone');
  const channelId = await writer.openDirect(memberId);
  if (typeof channelId !== 'string') throw failure('denied', 'discord.mail-closed');
  const ready = await readyPictures(
    stored.map(({ picture, data }) => ({ file: picture.file, data })),
    { bytesMax: FILE_BYTES_MAX },
  );
  const { rich } = writerOf(serverLanguage(job.place.serverId));
  const caption = markdownOf(rich(say('discord.mail-from', { url: messageLink(job) })));
  for (const [index, { picture }] of stored.entries()) {
    const { data, mime, pngBytes } = ready.get(picture.file)!;
    const sizes = { size: fileSize(pngBytes ?? data.length), max: fileSize(FILE_BYTES_MAX) };
    const message: DiscordMessage =
      data.length > FILE_BYTES_MAX
        ? sentenceMessage(markdownOf(rich(say('discord.original-too-large', { file: picture.file, ...sizes }))))
        : captionedPicture({ name: pictureName(job.id, { index, mime }), data, mime, caption });
    const sent = await writer.post(channelId, message, { nonce: `${nonce.slice(0, NONCE_CHARS)}${index}` });
    if (sent.kind === 'refused') throw failure('denied', 'discord.mail-closed');
    if (sent.kind !== 'shown') throw failure('unavailable', 'discord.mail-later');
  }
}
