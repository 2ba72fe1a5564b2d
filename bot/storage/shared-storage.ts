import { randomBytes } from 'node:crypto';
import { adoptInlineFiles } from '#bot/storage/adopt-inline-files.ts';
import { createBlobStore } from '#bot/storage/blob-store.ts';
import { dispatcherName, readIdentity } from '#bot/storage/identity.ts';
import { createLeaseLeadership } from '#bot/storage/lease.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { createNotes } from '#bot/storage/notes.ts';
import type { OpenFeed } from '#bot/storage/notice-feed.ts';
import { openJobFeed } from '#bot/storage/postgres/job-feed.ts';
import { openPostgres } from '#bot/storage/postgres/postgres.ts';
import type { JobStreamOptions } from '#bot/storage/redis/job-stream.ts';
import type { Storage } from '#bot/storage/storage.ts';
import { createStores } from '#bot/storage/stores.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** Where several bots keep what they know together. */
export interface SharedStorageOptions {
  /** Of a PostgreSQL database; a secret. */
  readonly url: string;
  /** Of a Redis or Valkey that carries how far jobs are in place of the database; a secret. Null = the database does. */
  readonly redisUrl?: string | null;
  /** Files that tasks refer to, in a folder that all these bots have. */
  readonly blobsFolder: string;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Opens a database that several bots may use at once, and makes its tables where they are missing. */
export async function openSharedStorage(options: SharedStorageOptions): Promise<Storage> {
  const { url, redisUrl = null, blobsFolder, clock = systemClock, log = silentLog } = options;
  const database = await openPostgres(url, log);
  try {
    await migrate(database, new URL(url).pathname);
    const identity = await readIdentity(database);
    const notes = createNotes(database);
    const blobs = createBlobStore({ database, folder: blobsFolder, clock, log });
    await adoptInlineFiles(database, blobs);
    const self = randomBytes(9).toString('hex');
    const telling = { teller: self, clock, log };
    const feed =
      redisUrl === null
        ? openJobFeed({ ...telling, database, url })
        : await openRedisFeed({ ...telling, url: redisUrl });
    const leasing = { database, holder: self, clock, log };
    const close = async () => {
      await feed.close();
      await database.destroy();
    };
    return {
      ...createStores(database, { notes, blobs, clock, log, close }),
      leadership: createLeaseLeadership({ ...leasing, name: 'dispatcher' }),
      panelLeadership: createLeaseLeadership({ ...leasing, name: 'panels' }),
      feed,
      epoch: 0,
      dispatcher: dispatcherName(identity),
      close,
    };
  } catch (thrown) {
    await database.destroy();
    throw thrown;
  }
}

/** The driver is loaded only when wanted. */
async function openRedisFeed(options: JobStreamOptions): Promise<OpenFeed> {
  const { openJobStream } = await import('#bot/storage/redis/job-stream.ts');
  return openJobStream(options);
}
