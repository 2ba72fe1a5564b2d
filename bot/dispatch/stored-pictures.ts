import type { ArrivedPicture } from '#bot/dispatch/picture-assembly.ts';
import type { Job, StoredPicture } from '#bot/domain/job.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Pauses before storing is tried again. Milliseconds. */
const STORE_AGAIN_MS = [1_000, 4_000];

const CANNOT_KEEP = 'The picture was drawn, but could not be kept: whoever runs this bot must look at its disk';

/**
 * Stores the pictures of one attempt under names of their own, so that no other attempt can touch them. A disk without
 * room gets a little time; then throws `exhausted` for the member, and nothing is left behind.
 */
export async function storePictures(
  drawn: { readonly job: Job; readonly attempt: number; readonly arrived: readonly ArrivedPicture[] },
  options: { readonly store: PictureStore; readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<readonly StoredPicture[]> {
  const { job, attempt, arrived } = drawn;
  const pictures = arrived.map(({ picture }) => ({ ...picture, file: pictureFile(job.id, attempt, picture.index) }));
  try {
    for (const [index, { data }] of arrived.entries()) await storeOne(pictures[index]!.file, data, options);
    return pictures;
  } catch (thrown) {
    await removePictures(pictures, options);
    throw new Failure('exhausted', CANNOT_KEEP, { cause: thrown });
  }
}

/** Removes what was stored; what cannot be removed is logged and stays. */
export async function removePictures(
  pictures: readonly Pick<StoredPicture, 'file'>[],
  { store, log }: { readonly store: PictureStore; readonly log: Log },
): Promise<void> {
  for (const { file } of pictures)
    await store.remove(file).catch((thrown) => log.warn({ err: thrown, file }, 'picture could not be removed'));
}

/** Every file that attempts of this job may have left. */
export function possibleFiles(job: Job): readonly Pick<StoredPicture, 'file'>[] {
  const attempts = Array.from({ length: job.attempts }, (_, index) => index + 1);
  const indices = Array.from({ length: job.settled.spec.count }, (_, index) => index);
  return attempts.flatMap((attempt) => indices.map((index) => ({ file: pictureFile(job.id, attempt, index) })));
}

function pictureFile(jobId: string, attempt: number, index: number): string {
  return `${jobId}-${attempt}-${index}.png`;
}

async function storeOne(
  file: string,
  data: Uint8Array,
  { store, clock, log, signal }: Parameters<typeof storePictures>[1],
) {
  for (const pauseMs of STORE_AGAIN_MS) {
    try {
      return await store.put(file, data);
    } catch (thrown) {
      log.error({ err: thrown, file }, 'picture could not be stored, trying again');
      await clock.sleep(pauseMs, signal);
    }
  }
  await store.put(file, data);
}
