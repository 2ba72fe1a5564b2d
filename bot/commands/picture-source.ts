import type { RunContext } from '#bot/commands/command.ts';
import { findJob } from '#bot/commands/find-job.ts';
import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import { JOB_OPTION } from '#bot/commands/show.ts';
import { type JobView, picturesIn } from '#bot/domain/job.ts';
import type { PictureWish } from '#bot/ports/job-service.ts';
import { failure, say } from '#bot/text/say.ts';

/** As many of the last jobs are looked through for one with a picture. */
const JOBS_READ = 25;

/** What says from which picture to go on; the last one of who asks where nothing does. */
export const PICTURE_SOURCE = {
  id: { ...JOB_OPTION, description: say('command.source.id') },
  picture: {
    kind: 'integer',
    description: say('command.source.picture'),
    called: say('option.picture'),
    min: 1,
    max: 16,
  },
  image: { kind: 'picture', description: say('command.source.image'), called: say('option.image') },
} as const;

/** What to draw instead of the words that the picture was drawn from. */
export const OTHER_WORDS = {
  kind: 'text',
  description: say('command.source.prompt'),
  called: say('option.prompt'),
  charactersMax: PROMPT_CHARS_MAX,
} as const;

/** The picture that was named. Throws `invalid` or `not-found` with a sentence. */
export async function pictureWish(
  { id, image, picture = 1 }: Input<typeof PICTURE_SOURCE>,
  context: RunContext,
): Promise<PictureWish> {
  if (image !== undefined && id !== undefined) throw failure('invalid', 'source.both');
  if (image !== undefined) return { picture: await context.intake.take(image) };
  const { job } = await pickedJob({ id, picture }, context);
  return { jobId: job.id, pictureIndex: picture - 1 };
}

/** The job that was named, or the last one, with a picture of that number. Throws `not-found`. */
export async function pickedJob(
  { id, picture }: { readonly id: string | undefined; readonly picture: number },
  context: RunContext,
): Promise<JobView> {
  const view = id === undefined ? await lastDrawn(context) : await findJob(id, context);
  const { state, review } = view.job;
  // Why nobody may go on from it is said where that is asked.
  if (review) return view;
  const max = state.kind === 'done' ? picturesIn(state.result).length : 0;
  if (max === 0) throw failure('not-found', 'source.no-picture');
  if (picture > max) throw failure('not-found', 'source.number', { max, given: picture });
  return view;
}

/** The last job of who asks that has a picture, in this channel. Throws `not-found`. */
async function lastDrawn({ jobs, member, place }: RunContext): Promise<JobView> {
  const recent = await jobs.recent({ ...place, ownerId: member.id, limit: JOBS_READ });
  const drawn = recent.find(({ job: { state } }) => state.kind === 'done' && picturesIn(state.result).length > 0);
  if (!drawn) throw failure('not-found', 'source.none');
  return drawn;
}
