import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kysely } from 'kysely';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { DescriptionStore } from '#bot/ports/cluster.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { adoptInlineFiles } from '#bot/storage/adopt-inline-files.ts';
import { createBlobStore } from '#bot/storage/blob-store.ts';
import { takeExclusiveUse } from '#bot/storage/exclusive-use.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { createDescriptionStore, createNotes, type Notes } from '#bot/storage/notes.ts';
import { createPresetStore } from '#bot/storage/preset-store.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** What a deleted job leaves behind (that its request was answered once) is kept this long. */
const DELETED_KEPT_MS = 24 * 60 * 60 * 1000;

export interface Storage {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly descriptions: DescriptionStore;
  readonly blobs: BlobStore;
  /** The number of this start; higher than that of every start before, also of one with another, lost ledger. */
  readonly epoch: number;
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
  const exclusive = takeExclusiveUse(file);
  let database: Kysely<Tables> | undefined;
  try {
    database = openDatabase(file);
    await migrate(database, file);
    await forgetDeleted(database, clock.now() - DELETED_KEPT_MS);
    const blobs = createBlobStore({ database, folder: blobsFolder, clock });
    await adoptInlineFiles(database, blobs);
    await blobs.sweep();
    const notes = createNotes(database);
    const epoch = await nextEpoch(notes, clock);
    const close = once(closing(database, () => exclusive.release()));
    return {
      ledger: createLedger(database, { log, close }),
      presets: createPresetStore(database),
      descriptions: createDescriptionStore(notes),
      blobs,
      epoch,
      close,
    };
  } catch (thrown) {
    await database?.destroy();
    exclusive.release();
    throw thrown;
  }
}

function makeFolder(file: string) {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (thrown) {
    throw failure('invalid', 'ledger.no-folder', { file }, { cause: thrown });
  }
}

/** Seconds since 1970 unless the last start was later: so a ledger begun anew still outranks its lost forerunner. */
async function nextEpoch(notes: Notes, clock: Clock): Promise<number> {
  const last = Number((await notes.read('epoch')) ?? 0);
  const epoch = Math.max(last + 1, Math.floor(clock.now() / 1000));
  await notes.write('epoch', String(epoch));
  return epoch;
}

async function forgetDeleted(database: Kysely<Tables>, before: number) {
  const forgotten = database
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', 'deleted')
    .where('created_at', '<', before);
  await database.deleteFrom('blob_uses').where('job_id', 'in', forgotten).execute();
  await database.deleteFrom('attempts').where('job_id', 'in', forgotten).execute();
  await database.deleteFrom('jobs').where('state', '=', 'deleted').where('created_at', '<', before).execute();
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
