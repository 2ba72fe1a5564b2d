import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { markdownOf } from '#bot/discord/markdown.ts';
import { fileSize, pictureName } from '#bot/discord/panel/choose-pictures.ts';
import { picturesMessage, type SentPicture } from '#bot/discord/panel/panel-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { pictureAlt } from '#bot/views/job-panel.ts';
import type { Message } from '#shared/text/message.ts';

/** Discord takes five more where the bot is not a member; one is left for a sentence. */
const MESSAGES_MAX = 4;

/**
 * Sends a job's PNGs as they are to who asked, each in a message of its own where Discord takes as many; of one that is too large even so it says
 * where it is kept. Throws `not-found` when they are gone.
 */
export async function sendOriginals(jobId: string, invocation: Invocation): Promise<void> {
  const { answer, jobs, reader, bytesMax, reach } = invocation;
  await answer.acknowledge();
  const pictures = await jobs.pictures(jobId);
  const view = await jobs.view(jobId);
  if (pictures.length === 0 || !view) throw failure('not-found', 'discord.originals-gone');
  const words = writerOf(reader.language);
  const tooLarge: Message[] = [];
  const files: SentPicture[] = [];
  for (const [index, { picture, data }] of pictures.entries()) {
    if (data.length > bytesMax) {
      const sizes = { size: fileSize(data.length), max: fileSize(bytesMax) };
      tooLarge.push(say('discord.original-too-large', { file: picture.file, ...sizes }));
      continue;
    }
    const alt = pictureAlt(view.job, { index, count: pictures.length, writer: words });
    files.push({ name: pictureName(jobId, { index, mime: 'image/png' }), data, alt });
  }
  const atOnce = reach === 'token' ? Math.ceil(files.length / MESSAGES_MAX) : 1;
  for (let at = 0; at < files.length; at += atOnce) {
    await answer.showPrivately(picturesMessage(files.slice(at, at + atOnce)));
  }
  const { rich } = words;
  if (tooLarge.length > 0) await answer.say(tooLarge.map((each) => markdownOf(rich(each))).join('\n'));
}
