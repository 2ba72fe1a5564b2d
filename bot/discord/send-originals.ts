import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { markdownOf } from '#bot/discord/markdown.ts';
import { fileSize, pictureName } from '#bot/discord/panel/choose-pictures.ts';
import { pictureMessage } from '#bot/discord/panel/panel-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/**
 * Sends a job's PNGs as they are to who asked, each in a message of its own; of one that is too large even so it says
 * where it is kept. Throws `not-found` when they are gone.
 */
export async function sendOriginals(jobId: string, { answer, jobs, reader, bytesMax }: Invocation): Promise<void> {
  await answer.acknowledge();
  const pictures = await jobs.pictures(jobId);
  if (pictures.length === 0) throw failure('not-found', 'discord.originals-gone');
  const tooLarge: Message[] = [];
  for (const [index, { picture, data }] of pictures.entries()) {
    if (data.length > bytesMax) {
      const sizes = { size: fileSize(data.length), max: fileSize(bytesMax) };
      tooLarge.push(say('discord.original-too-large', { file: picture.file, ...sizes }));
      continue;
    }
    await answer.showPrivately(pictureMessage({ name: pictureName(jobId, { index, mime: 'image/png' }), data }));
  }
  const { rich } = writerOf(reader.language);
  if (tooLarge.length > 0) await answer.say(tooLarge.map((each) => markdownOf(rich(each))).join('\n'));
}
