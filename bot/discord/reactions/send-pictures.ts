import { markdownOf } from '#bot/discord/markdown.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { FILE_BYTES_MAX, fileSize, pictureName } from '#bot/discord/panel/choose-pictures.ts';
import { captionedPicture, type DiscordMessage, sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { type ReadyPicture, readyPictures } from '#bot/discord/panel/ready-pictures.ts';
import type { Job, JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';
import { pictureAlt } from '#bot/views/job-panel.ts';

type Films = Pick<JobService, 'pictures' | 'animation' | 'signed'>;

/** Of 25 characters, so that a number fits behind. */
const NONCE_CHARS = 22;

/**
 * Sends a job's pictures, or its animation, into a member's conversation with the bot, each in a message of its own with the way back: the
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
    readonly jobs: Films;
    readonly writer: PanelWriter;
    readonly serverLanguage: (serverId: string) => Language;
    readonly memberId: string;
    readonly nonce: string;
  },
): Promise<void> {
  const { job } = view;
  if (job.state.kind !== 'done') return;
  if (job.review) throw failure('denied', 'review.not-shown', { review: job.review });
  const ready = await readyFiles(job, jobs);
  if (ready.length === 0) throw failure('not-found', 'discord.mail-gone');
  const channelId = await writer.openDirect(memberId);
  if (typeof channelId !== 'string') throw failure('denied', 'discord.mail-closed');
  const words = writerOf(serverLanguage(job.place.serverId));
  const { rich } = words;
  const caption = markdownOf(rich(say('discord.mail-from', { url: messageLink(job) })));
  for (const [index, { file, data, mime, pngBytes }] of ready.entries()) {
    const sizes = { size: fileSize(pngBytes ?? data.length), max: fileSize(FILE_BYTES_MAX) };
    const message: DiscordMessage =
      data.length > FILE_BYTES_MAX
        ? sentenceMessage(markdownOf(rich(say('discord.original-too-large', { file, ...sizes }))))
        : captionedPicture({
            ...{ name: pictureName(job.id, { index, mime }), data, mime, caption },
            alt: pictureAlt(job, { index, count: ready.length, writer: words }),
          });
    const sent = await writer.post(channelId, message, { nonce: `${nonce.slice(0, NONCE_CHARS)}${index}` });
    if (sent.kind === 'refused') throw failure('denied', 'discord.mail-closed');
    if (sent.kind !== 'shown') throw failure('unavailable', 'discord.mail-later');
  }
}

/** As they go out: an animation as it is, which was made to fit. */
async function readyFiles(
  { id, state }: Job,
  jobs: Films,
): Promise<readonly (ReadyPicture & { readonly file: string })[]> {
  if (state.kind === 'done' && state.result.kind === 'animation') {
    const data = await jobs.animation(id);
    return data ? [{ file: state.result.animation.file, data, mime: 'image/webp', pngBytes: null }] : [];
  }
  const files = (await jobs.pictures(id)).map(({ picture, data }) => ({ file: picture.file, data }));
  const ready = await readyPictures(files, { bytesMax: FILE_BYTES_MAX, signed: jobs.signed });
  return files.map(({ file }) => ({ file, ...ready.get(file)! }));
}
