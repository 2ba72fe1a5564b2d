import { callOf, type JobsOfMember } from '#bot/commands/command.ts';
import { recent } from '#bot/commands/recent.ts';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { smallPicture } from '#bot/image/small-picture.ts';
import type { GalleryPicture } from '#bot/views/card.ts';
import { plainPrompt } from '#bot/views/job-heading.ts';
import type { NumberedJob } from '#bot/views/recent-card.ts';
import { cut } from '#shared/text/cut.ts';

/** Pixels of the longer side of a picture among others. */
const SIDE = 320;

/** Discord takes a thousand characters that describe a picture. */
const ALT_MAX = 200;

/** Jobs of a member at a glance, for a moderator: a picture of each side by side, and under them what they are. */
export async function recentMessage(
  { answer, shown, asker, memberId }: JobsOfMember,
  { jobs, reader }: Pick<Invocation, 'jobs' | 'reader'>,
): Promise<DiscordMessage> {
  const small = shown.map((each) => smallPictureOf(each, (id) => jobs.reviews.pictures(asker, id)));
  const gallery = (await Promise.all(small)).flat();
  const pages = answer.pages && { pages: { ...answer.pages, call: callOf(recent), about: memberId } };
  return cardMessage({ ...answer.card, gallery }, { language: reader.language, ...pages });
}

/** Its first picture; none where nothing was drawn, or what was is gone. */
async function smallPictureOf(
  { number, view: { job } }: NumberedJob,
  picturesOf: (jobId: string) => Promise<readonly { readonly data: Uint8Array }[]>,
): Promise<readonly GalleryPicture[]> {
  if (job.state.kind !== 'done' || job.state.result.kind !== 'pictures') return [];
  const [first] = await picturesOf(job.id);
  if (!first) return [];
  return [{ data: await smallPicture(first.data, SIDE), alt: cut(`${number} · ${plainPrompt(job)}`, ALT_MAX) }];
}
