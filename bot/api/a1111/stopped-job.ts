import { type DrawnPicture, followed, picturesOf } from '#bot/api/draw-for.ts';
import { isEnded } from '#bot/api/follow-jobs.ts';
import type { JobView } from '#bot/domain/job.ts';
import { unfinishedPictures } from '#bot/image/unfinished-pictures.ts';
import { say } from '#bot/text/say.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

/** What came of a job for who waited for it. */
export interface WaitedFor {
  readonly view: JobView;
  readonly pictures: readonly { readonly seed: number; readonly data: Uint8Array }[];
  /** Of a job that its owner stopped; null = it came to its end. */
  readonly stopped: Message | null;
}

/**
 * Waits for a job's pictures. One that its owner stopped gives what had been drawn by then, as A1111 does: those that were
 * finished, the others as they were to be seen. Throws what it failed with, and `cancelled` where others stopped it.
 */
export async function waitFor(view: JobView, how: Parameters<typeof followed>[1]): Promise<WaitedFor> {
  let [last, progress] = [view, view.progress];
  for await (const now of followed(view, how)) {
    if (!isEnded(now.job)) progress = now.progress;
    last = now;
  }
  const { state, review } = last.job;
  const isStopped = state.kind === 'cancelled' && state.byId === how.asker.member.id && !review;
  if (!isStopped) return { view: last, pictures: (await picturesOf(last, how.services)).map(seeded), stopped: null };
  return { view: last, ...(await drawnSoFar({ job: last.job, progress }, how)) };
}

function seeded({ picture: { seed }, data }: DrawnPicture): WaitedFor['pictures'][number] {
  return { seed, data };
}

async function drawnSoFar(
  { job, progress }: JobView,
  { services: { jobs } }: Parameters<typeof followed>[1],
): Promise<Pick<WaitedFor, 'pictures' | 'stopped'>> {
  const { step, steps, arrived = [] } = progress;
  const finished = arrived.map(({ data }) => data);
  const files = [...finished, ...(await seenOf({ job, progress })).slice(finished.length)];
  const { task } = job.settled;
  const seed = 'seed' in task ? task.seed : 0;
  const pictures = files.map(async (file, at) => ({
    seed: (seed + at) % SEEDS,
    data: await jobs.signedFor(job, file),
  }));
  const said = { step, steps, finished: finished.length, unfinished: files.length - finished.length };
  return { pictures: await Promise.all(pictures), stopped: say('a1111.stopped', said) };
}

/** The pictures as the last preview showed them; none where there was no preview. */
async function seenOf({ job, progress: { preview } }: JobView): Promise<readonly Uint8Array[]> {
  const { task } = job.settled;
  if (task.kind !== 'draw' || !preview) return [];
  const { count, width, height, source } = task;
  const digitalSource = source ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia';
  return unfinishedPictures(preview.data, { count, width, height, digitalSource });
}
