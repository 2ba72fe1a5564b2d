import { type CardAnswer, defineCommand, type RunContext } from '#bot/commands/command.ts';
import type { JobId, JobView, Order } from '#bot/domain/job.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import type { PictureMarks } from '#bot/ports/picture-marks.ts';
import { withFlag } from '#bot/prompt/change-flag.ts';
import { type Parameters, readParameters } from '#bot/prompt/read-parameters.ts';
import { failure, say } from '#bot/text/say.ts';
import { type DrawnAgain, verifyCard } from '#bot/views/verify-card.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';

/** Where a picture comes from: what it says of itself, whether that is true, and what its settings draw here. */
export const verify = defineCommand({
  name: 'verify',
  description: say('command.verify'),
  options: {
    image: {
      kind: 'picture',
      description: say('command.verify.image'),
      called: say('option.image'),
      required: true,
    },
  },
  who: 'everybody',
  answers: 'card',
  takesLong: true,
  run: ({ image }, context) => verified(image, context),
});

/** The same of a picture that is known already. */
export async function verified(image: GivenPicture, context: RunContext): Promise<CardAnswer> {
  const marks = await context.intake.marksOf(image);
  const parameters = marks.settings === null ? null : readParameters(marks.settings);
  const again = parameters && (await drawnAgain(parameters, marks, context));
  return { card: verifyCard({ marks, parameters, again }, context.reader), notices: [] };
}

/** So long one waits for the picture; who asks again later gets the same job. Discord takes an answer for 15 minutes. */
const WAIT_MS = 4 * 60_000;

/**
 * Draws what the settings say and compares; nobody keeps that picture. Who asks while it is drawn gets the same job,
 * and one of their own when it was compared and erased meanwhile. Why that cannot be is an answer, too.
 */
async function drawnAgain(parameters: Parameters, marks: PictureMarks, context: RunContext): Promise<DrawnAgain> {
  const { place, member } = context;
  const shared = `verify:${place.platform}:${place.channelId}:${member.id}:${marks.sha256}`;
  try {
    for (const requestKey of [shared, `${shared}:${context.requestKey}`]) {
      const again = await comparedWith({ requestKey, parameters, marks }, context);
      if (again) return again;
    }
    return { kind: 'refused', why: say('job.gone') };
  } catch (thrown) {
    const why = Failure.from(thrown);
    if (why.code === 'internal') throw thrown;
    return { kind: 'refused', why: why.said };
  }
}

/** Null = that request's picture is gone. */
async function comparedWith(
  asked: { readonly requestKey: string; readonly parameters: Parameters; readonly marks: PictureMarks },
  context: RunContext,
): Promise<DrawnAgain | null> {
  const { jobs, place, member } = context;
  const { requestKey, parameters, marks } = asked;
  const found = await jobs.findByRequest(requestKey);
  if (found?.job.state.kind === 'deleted') return null;
  const view = found ?? (await jobs.submit({ requestKey, place, member, order: orderOf(parameters) }));
  const end = await endOf(view, context).catch(gone);
  if (!end) return null;
  const { id, state } = end.job;
  if (state.kind === 'queued' || state.kind === 'rendering') return { kind: 'waiting', id };
  if (state.kind === 'failed') return { kind: 'refused', why: state.reason };
  const [drawn] = (state.kind === 'done' && (await jobs.pictures(id).catch(gone))) || [];
  if (!drawn) return null;
  const difference = await marks.differenceFrom(drawn.data);
  await jobs.erase(id, member).catch(gone);
  return { kind: 'drawn', difference };
}

/** Erased by who asked at the same time. */
function gone(thrown: unknown): null {
  if (Failure.from(thrown).code !== 'not-found') throw thrown;
  return null;
}

function orderOf({ prompt, negative, steps, guidance, seed, model, sampler, spacing, size }: Parameters): Order {
  const flags = [
    ['model', model],
    ['sampler', sampler?.replace(/\s+/g, '-') ?? null],
    ['spacing', spacing],
  ] as const;
  return {
    prompt: flags.reduce((text, [flag, value]) => (value === null ? text : withFlag(text, flag, value)), prompt),
    ...(negative !== '' && { negative }),
    style: PLAIN_STYLE, // a style's words are in the prompt already
    count: 1,
    private: true,
    ...(steps !== null && { steps }),
    ...(guidance !== null && { guidance }),
    ...(seed !== null && seed <= SEED_MAX && { seed }),
    ...size,
  };
}

/** The job at its end, or as it stands after the wait. Nobody shows it: what comes of it stands in the card. */
async function endOf({ job: { id } }: JobView, { jobs, place }: Pick<RunContext, 'jobs' | 'place'>): Promise<JobView> {
  const seen = new AbortController();
  const enough = AbortSignal.any([seen.signal, AbortSignal.timeout(WAIT_MS)]);
  const changes = jobs.watch(place.platform, enough);
  let change = changes.next(); // before the job is looked at, so that no change falls between
  change.catch(() => {});
  try {
    let now = await current(id, jobs);
    while (isOpen(now)) {
      const { value, done } = await change;
      if (done) break;
      if (value.job.id === id) now = value;
      change = changes.next();
      change.catch(() => {});
    }
    if (now.job.state.kind !== 'deleted' && !isOpen(now)) await jobs.markDelivered(id);
    return now;
  } catch (thrown) {
    if (enough.aborted) return current(id, jobs);
    throw thrown;
  } finally {
    seen.abort();
  }
}

async function current(id: JobId, jobs: RunContext['jobs']): Promise<JobView> {
  const view = await jobs.view(id);
  if (!view) throw failure('not-found', 'job.gone');
  return view;
}

function isOpen({ job: { state } }: JobView): boolean {
  return state.kind === 'queued' || state.kind === 'rendering';
}
