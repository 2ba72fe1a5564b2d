import { createHash } from 'node:crypto';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { BlobRef } from '#bot/domain/task.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import { isMissing, isWithoutRoom, writeDurably } from '#bot/storage/durable-file.ts';
import { OPEN } from '#bot/storage/fence.ts';
import { makePrivateStore } from '#bot/storage/private-files.ts';
import { withFiles } from '#bot/storage/shared-database.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { createTurn } from '#shared/async/turn.ts';
import type { Clock } from '#shared/clock.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** Blobs, and what a killed process left of one. */
const FILE_NAME = /^[0-9a-f]{64}(\.part)?$/;

/** What blobs may take together where nobody says otherwise. */
const BYTES_MAX = 4 * 2 ** 30;

/** How long a blob that no job refers to is kept after it was put. Milliseconds. */
export const GRACE_MS = 60 * 60 * 1000;

/** A sweep comes before a put when the last one is this long ago. Milliseconds. */
const SWEEP_EVERY_MS = 10 * 60 * 1000;

export interface BlobStoreOptions {
  readonly database: Kysely<Tables>;
  /** Blobs are files in it, named by their hash. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** What they may take together. */
  readonly bytesMax?: number;
}

/** A store that can be swept. */
export interface SweptBlobStore extends BlobStore {
  /** Removes what no job refers to and nobody put lately, and files that a killed process left without a row. */
  sweep(): Promise<void>;
}

/**
 * Blobs as files beside the ledger, which counts who refers to them. A file is written before its row and removed after
 * it, so that a process that is killed leaves a file too many and never a row without its file.
 */
export function createBlobStore(options: BlobStoreOptions): SweptBlobStore {
  const { folder, clock } = options;
  makeFolder(folder);
  let sweptAt = clock.now();
  // Between looking for a file and writing its row nothing may be swept.
  const inOwnTurn = createTurn();
  const inTurn = <T>(work: () => Promise<T>) => inOwnTurn(() => withFiles(options.database, work));
  const sweep = async () => {
    sweptAt = clock.now();
    await removeUnused(options);
  };
  return {
    put: (data, mime) =>
      inTurn(async () => {
        if (clock.now() - sweptAt >= SWEEP_EVERY_MS) await sweep();
        return put(options, data, { mime, sweep });
      }),
    async get({ sha256 }) {
      const data = await readFile(join(folder, sha256)).catch((thrown) => {
        if (isMissing(thrown)) return null;
        throw thrown;
      });
      return data && hashOf(data) === sha256 ? data : null;
    },
    sweep: () => inTurn(sweep),
  };
}

function makeFolder(folder: string) {
  try {
    makePrivateStore(folder);
  } catch (thrown) {
    throw failure('invalid', 'blob.no-folder', { folder }, { cause: thrown });
  }
}

async function put(
  options: BlobStoreOptions,
  data: Uint8Array,
  { mime, sweep }: { readonly mime: string; readonly sweep: () => Promise<void> },
): Promise<BlobRef> {
  const { database, folder, clock, log = silentLog, bytesMax = BYTES_MAX } = options;
  const ref = { sha256: hashOf(data), bytes: data.length, mime };
  const path = join(folder, ref.sha256);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    if ((await bytesKept(database)) + data.length > bytesMax) {
      await sweep();
      if (data.length <= bytesMax) await makeRoom(options, data.length);
      await sweep();
    }
    const kept = await bytesKept(database);
    if (kept + data.length > bytesMax)
      throw failure('exhausted', 'blob.store-full', { bytesMax, kept, given: data.length });
    await writeDurably(path, data).catch((thrown) => {
      if (!isWithoutRoom(thrown)) throw thrown;
      log.error({ folder, err: thrown }, 'the disk is full');
      throw failure('exhausted', 'blob.disk-full', { given: data.length }, { cause: thrown });
    });
  }
  const stored_at = clock.now();
  await database
    .insertInto('blobs')
    .values({ sha256: ref.sha256, bytes: ref.bytes, stored_at })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ stored_at }))
    .execute();
  return ref;
}

async function removeUnused({ database, folder, clock }: BlobStoreOptions) {
  const before = clock.now() - GRACE_MS;
  await database
    .deleteFrom('blobs')
    .where('stored_at', '<=', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('blob_uses').select('job_id').whereRef('blob_uses.sha256', '=', 'blobs.sha256'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('preset_pictures').select('name').whereRef('preset_pictures.sha256', '=', 'blobs.sha256'))),
    )
    .execute();
  const known = new Set((await database.selectFrom('blobs').select('sha256').execute()).map(({ sha256 }) => sha256));
  for (const name of await readdir(folder))
    if (FILE_NAME.test(name) && !known.has(name)) await rm(join(folder, name), { force: true });
}

/**
 * Lets the oldest blobs go that only jobs use which have ended, until there is room for so many bytes: a reroll of
 * those jobs then says that its picture is gone. Without this a full store would refuse everybody for good.
 */
async function makeRoom({ database, bytesMax = BYTES_MAX }: BlobStoreOptions, bytes: number) {
  while ((await bytesKept(database)) + bytes > bytesMax) {
    const oldest = await database
      .selectFrom('blob_uses')
      .innerJoin('jobs', 'jobs.id', 'blob_uses.job_id')
      .select(({ fn }) => ['blob_uses.sha256', fn.max('jobs.sequence').as('newest')])
      .groupBy('blob_uses.sha256')
      .having(({ fn, eb }) => fn.sum(eb.case().when('jobs.state', 'in', OPEN).then(1).else(0).end()), '=', 0)
      .orderBy('newest')
      .executeTakeFirst();
    if (!oldest) return;
    const { sha256 } = oldest;
    await database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('blob_uses').where('sha256', '=', sha256).execute();
      await transaction.deleteFrom('blobs').where('sha256', '=', sha256).execute();
    });
  }
}

async function bytesKept(database: Kysely<Tables>): Promise<number> {
  const row = await database
    .selectFrom('blobs')
    .select(({ fn }) => fn.sum<number | null>('bytes').as('bytes'))
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

function hashOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
