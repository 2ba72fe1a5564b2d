import { createHash } from 'node:crypto';
import type { ArrivedResult } from '#bot/dispatch/arrived-result.ts';
import type { ArrivedFile } from '#bot/dispatch/piece-assembly.ts';
import { filesOf } from '#bot/dispatch/task-request.ts';
import { planOf, type ResultPlan } from '#bot/dispatch/task-traits.ts';
import type { Job, TaskResult } from '#bot/domain/job.ts';
import type { StoredFile } from '#bot/domain/stored-file.ts';
import type { Task } from '#bot/domain/task.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** Pauses before storing is tried again. Milliseconds. */
const STORE_AGAIN_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** How files of each kind of result end. */
const EXTENSIONS: Record<ResultPlan['kind'], string> = {
  pictures: 'png',
  texts: '',
  masks: 'png',
  animation: 'webp',
  adapter: 'safetensors',
};

/**
 * Stores what one attempt gave under names of its own, so that no other attempt can touch it. A disk without room gets
 * half a minute; then throws `exhausted` for the member, and nothing is left behind.
 */
export async function storeFiles(
  given: { readonly job: Job; readonly attempt: number; readonly arrived: ArrivedResult },
  options: {
    readonly store: PictureStore;
    readonly blobs: Pick<BlobStore, 'get'>;
    /** Left out = nobody signs what is stored. */
    readonly signer?: PictureSigner;
    /** Left out = authors are named in manifests alone. */
    readonly keepCredit?: KeepCredit;
    readonly clock: Clock;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
): Promise<TaskResult> {
  const { job, attempt, arrived } = given;
  const { task } = job.settled;
  const { signer, keepCredit } = options;
  const sources = signer || keepCredit ? await filesOf(task, options.blobs) : [];
  const [same] = SAME_PICTURE.includes(task.kind) ? sources : [];
  const signed = arrived.files.map((each, index) => ({
    ...changedFile(each, (data) => {
      const credited = same && keepCredit ? keepCredit(data, same) : data;
      return signer?.sign(credited, sources) ?? credited;
    }),
    file: fileName(job, attempt, index),
  }));
  try {
    for (const { file, data } of signed) await storeOne(file, data, options);
    return arrived.named(signed.map(({ file, bytes, sha256 }) => ({ file, bytes, sha256 })));
  } catch (thrown) {
    await removeFiles(signed, options);
    throw failure('exhausted', 'result.not-stored', { cause: thrown });
  }
}

/** Tasks whose picture is the given one, bettered. */
const SAME_PICTURE: readonly Task['kind'][] = ['upscale', 'restore'];

function changedFile(
  arrived: ArrivedFile,
  change: (data: Uint8Array) => Uint8Array,
): Omit<ArrivedFile, 'data'> & Changed {
  const data = change(arrived.data);
  if (data === arrived.data) return arrived;
  return { data, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') };
}

interface Changed {
  readonly data: Uint8Array;
}

/** Removes what was stored; what cannot be removed is logged and stays. */
export async function removeFiles(
  files: readonly Pick<StoredFile, 'file'>[],
  { store, log }: { readonly store: PictureStore; readonly log: Log },
): Promise<void> {
  for (const { file } of files)
    await store.remove(file).catch((thrown) => log.warn({ err: thrown, file }, 'file of a job could not be removed'));
}

/** Every file that attempts of this job may have left. */
export function possibleFiles(job: Job): readonly Pick<StoredFile, 'file'>[] {
  const attempts = Array.from({ length: job.attempts }, (_, index) => index + 1);
  const indices = Array.from({ length: filesMax(planOf(job.settled.task)) }, (_, index) => index);
  return attempts.flatMap((attempt) => indices.map((index) => ({ file: fileName(job, attempt, index) })));
}

function filesMax(plan: ResultPlan): number {
  switch (plan.kind) {
    case 'pictures':
      return plan.count;
    case 'masks':
      return plan.max;
    case 'texts':
      return 0;
    case 'animation':
    case 'adapter':
      return 1;
  }
}

function fileName({ id, settled }: Job, attempt: number, index: number): string {
  return `${id}-${attempt}-${index}.${EXTENSIONS[planOf(settled.task).kind]}`;
}

async function storeOne(
  file: string,
  data: Uint8Array,
  { store, clock, log, signal }: Parameters<typeof storeFiles>[1],
) {
  for (const pauseMs of STORE_AGAIN_MS) {
    try {
      return await store.put(file, data);
    } catch (thrown) {
      log.error({ err: thrown, file }, 'file of a job could not be stored, trying again');
      await clock.sleep(pauseMs, signal);
    }
  }
  await store.put(file, data);
}
