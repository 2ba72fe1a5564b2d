import { type Asker, mustHaveScope, requestsOf } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { isEnded } from '#bot/api/follow-jobs.ts';
import type { JobView, StoredPicture, TaskResult } from '#bot/domain/job.ts';
import type { Submission } from '#bot/ports/job-service.ts';
import { failure, failureOf } from '#bot/text/say.ts';

/** What a way to a picture is asked with. */
export type ApiRequest = Omit<Submission, 'order' | 'parentId'>;

/** A picture of a job, with its bytes: a PNG that says its settings. */
export interface DrawnPicture {
  readonly picture: StoredPicture;
  readonly data: Uint8Array;
}

const DAY_MS = 24 * 3_600_000;

/** Asks for a job in the name of a key's owner. Throws `denied` and `exhausted` by the key, and all that the asking throws. */
export async function askFor(
  services: Pick<ApiServices, 'jobs' | 'clock'>,
  {
    asker,
    requestKey,
    scope = 'draw',
  }: { readonly asker: Asker; readonly requestKey: string; readonly scope?: 'draw' | 'look' },
  ask: (request: ApiRequest) => Promise<JobView>,
): Promise<JobView> {
  mustHaveScope(asker, scope);
  const { key, member, place } = asker;
  const { secondsPerDay } = key;
  if (secondsPerDay !== null) {
    const since = services.clock.now() - DAY_MS;
    const of = { ownerId: key.ownerId, serverId: place.serverId, since, requests: requestsOf(key) };
    const used = (await services.jobs.drawnMs(of)) / 1000;
    if (used >= secondsPerDay)
      throw failure('exhausted', 'api.seconds', { max: secondsPerDay, used: Math.round(used) });
  }
  return ask({ requestKey, place, member });
}

/**
 * A job as it changes, to its end. When whoever waits for it goes away before that, it is cancelled, or goes on, as the
 * operator has set; a key that was taken back always cancels.
 */
export async function* followed(
  { job }: JobView,
  {
    services,
    asker,
  }: {
    readonly services: Pick<ApiServices, 'jobs' | 'follower' | 'keys' | 'disconnect' | 'closing' | 'log'>;
    readonly asker: Asker;
  },
): AsyncGenerator<JobView, void, undefined> {
  const { jobs, follower, keys, disconnect, closing, log } = services;
  const revoked = keys.until(asker.key.id);
  let ended = false;
  try {
    for await (const view of follower.follow(job.id, AbortSignal.any([asker.gone, revoked, closing]))) {
      ended = isEnded(view.job);
      yield view;
    }
  } finally {
    // A bot that stops takes the job up again when it is back.
    const isGivenUp = !ended && !closing.aborted && (disconnect === 'cancel' || revoked.aborted);
    if (isGivenUp)
      await jobs
        .cancel(job.id, asker.member)
        .catch((err: unknown) => log.debug({ jobId: job.id, err }, 'not cancelled'));
  }
}

/** Waits for a job's end. Throws what it failed with, or `cancelled`. */
export async function resultFor(view: JobView, how: Parameters<typeof followed>[1]): Promise<JobView> {
  let last = view;
  for await (const now of followed(view, how)) last = now;
  mustBeDone(last);
  return last;
}

/** What a done job gave. Throws what it failed with, `cancelled`, and `denied` while a moderator has not looked at it. */
export function mustBeDone({ job }: JobView): TaskResult {
  const { state, review } = job;
  if (state.kind === 'failed') throw failureOf(state.code, [state.reason]);
  if (state.kind === 'cancelled') throw failure('cancelled', 'api.cancelled');
  if (state.kind === 'deleted') throw failure('not-found', 'job.gone');
  if (state.kind !== 'done') throw failure('unavailable', 'api.not-done', { id: job.id });
  if (review) throw failure('denied', 'review.not-shown', { review });
  return state.result;
}

/** The pictures of a job with their bytes. */
export async function picturesOf(view: JobView, { jobs }: Pick<ApiServices, 'jobs'>): Promise<readonly DrawnPicture[]> {
  mustBeDone(view);
  return jobs.pictures(view.job.id);
}

/** A job of this key's owner in its place, by its name; those of others are not there. Throws `not-found`. */
export async function ownJob(
  id: string,
  { asker: { key, place }, jobs }: { readonly asker: Asker; readonly jobs: Pick<ApiServices['jobs'], 'view'> },
): Promise<JobView> {
  const view = await jobs.view(id);
  const isOwn =
    view !== null &&
    view.job.state.kind !== 'deleted' &&
    view.job.ownerId === key.ownerId &&
    view.job.place.platform === place.platform &&
    view.job.place.serverId === place.serverId;
  if (!isOwn) throw failure('not-found', 'job.gone');
  return view;
}
