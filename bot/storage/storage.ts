import { dirname, join } from 'node:path';
import type { Kysely } from 'kysely';
import type { JobFeed } from '#bot/ports/job-feed.ts';
import type { Leadership } from '#bot/ports/leadership.ts';
import { adoptInlineFiles } from '#bot/storage/adopt-inline-files.ts';
import { createBlobStore } from '#bot/storage/blob-store.ts';
import { takeExclusiveName } from '#bot/storage/exclusive-name.ts';
import { type ExclusiveUse, takeExclusiveUse } from '#bot/storage/exclusive-use.ts';
import { dispatcherName, readIdentity } from '#bot/storage/identity.ts';
import { soleLeadership } from '#bot/storage/lease.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { createNotes, type Notes } from '#bot/storage/notes.ts';
import { closeFile, makePrivateFile, makePrivateFolder } from '#bot/storage/private-files.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { createStores, type Stores } from '#bot/storage/stores.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** All that outlives the process. */
export interface Storage extends Stores {
  /** Which bot of this ledger dispatches. */
  readonly leadership: Leadership;
  /** Which bot of this ledger writes the panels; null = there is but one. */
  readonly panelLeadership: Leadership | null;
  /** What bots of this ledger tell each other; null = there is but one. */
  readonly feed: JobFeed | null;
  /**
   * The number of this start where one bot has the ledger; higher than that of every start before, also of one with
   * another, lost ledger. Where several share it, terms have numbers, and this is 0.
   */
  readonly epoch: number;
  /** Names this ledger to renderers; the same at every start. */
  readonly dispatcher: string;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** The ledger. */
  readonly file: string;
  /** Files that tasks refer to; `blobs` beside the ledger where left out. */
  readonly blobsFolder?: string;
  readonly clock?: Clock;
  readonly log?: Log;
}

/**
 * Opens the ledger's file for this process alone, and makes it when it is not there. Throws Failure with one sentence
 * when another bot uses it, when it is damaged, foreign or of a newer schema, or when it cannot be written.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { file, blobsFolder = join(dirname(file), 'blobs'), clock = systemClock, log = silentLog } = options;
  makeFolder(file);
  const held: ExclusiveUse[] = [takeExclusiveUse(file)];
  const release = () => {
    for (const each of held.splice(0).reverse()) each.release();
  };
  let database: Kysely<Tables> | undefined;
  try {
    makePrivate(file);
    database = openDatabase(file, log);
    await migrate(database, file);
    const notes = createNotes(database);
    const identity = await readIdentity(database);
    held.push(await takeExclusiveName(file, identity));
    const blobs = createBlobStore({ database, folder: blobsFolder, clock, log });
    await adoptInlineFiles(database, blobs);
    await blobs.sweep();
    const epoch = await nextEpoch(notes, clock);
    const close = once(closing(database, release));
    return {
      ...createStores(database, { notes, blobs, clock, log, close }),
      leadership: soleLeadership(epoch),
      panelLeadership: null,
      feed: null,
      epoch,
      dispatcher: dispatcherName(identity),
      close,
    };
  } catch (thrown) {
    await database?.destroy();
    release();
    throw forOperator(thrown);
  }
}

function makeFolder(file: string) {
  try {
    makePrivateFolder(dirname(file));
  } catch (thrown) {
    throw failure('invalid', 'ledger.no-folder', { file }, { cause: thrown });
  }
}

/** At the start the operator is the reader, who needs the file's name. */
function forOperator(thrown: unknown): unknown {
  return thrown instanceof Failure && thrown.cause instanceof Failure ? thrown.cause : thrown;
}

/** Before SQLite opens it, so that what it puts beside it is closed to others as well. */
function makePrivate(file: string) {
  try {
    makePrivateFile(file);
    for (const companion of ['-wal', '-shm', '.lock']) closeFile(`${file}${companion}`);
  } catch {
    // SQLite cannot open it either, and says why.
  }
}

/** Seconds since 1970 unless the last start was later: so a ledger begun anew still outranks its lost forerunner. */
async function nextEpoch(notes: Notes, clock: Clock): Promise<number> {
  const last = Number((await notes.read('epoch')) ?? 0);
  const epoch = Math.max(last + 1, Math.floor(clock.now() / 1000));
  await notes.write('epoch', String(epoch));
  return epoch;
}

function closing(database: Kysely<Tables>, release: () => void): () => Promise<void> {
  return async () => {
    await database.destroy();
    release();
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
