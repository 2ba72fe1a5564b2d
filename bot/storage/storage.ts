import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Kysely } from 'kysely';
import type { GrantStore } from '#bot/ports/access.ts';
import type { KeyStore } from '#bot/ports/api-keys.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { DescriptionStore } from '#bot/ports/cluster.ts';
import type { DeliveryBook } from '#bot/ports/delivery.ts';
import type { DraftStore } from '#bot/ports/drafts.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PreferenceStore } from '#bot/ports/preferences.ts';
import type { PresetPictures } from '#bot/ports/preset-pictures.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { RuleStore } from '#bot/ports/rules.ts';
import type { ServerBook } from '#bot/ports/servers.ts';
import type { Stars } from '#bot/ports/stars.ts';
import type { StartBook } from '#bot/ports/starts.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { WordListStore } from '#bot/ports/word-lists.ts';
import { adoptInlineFiles } from '#bot/storage/adopt-inline-files.ts';
import { createBlobStore } from '#bot/storage/blob-store.ts';
import { createDeliveryBook } from '#bot/storage/delivery-book.ts';
import { createDraftStore } from '#bot/storage/draft-store.ts';
import { takeExclusiveName } from '#bot/storage/exclusive-name.ts';
import { type ExclusiveUse, takeExclusiveUse } from '#bot/storage/exclusive-use.ts';
import { createGrantStore } from '#bot/storage/grant-store.ts';
import { createKeyStore } from '#bot/storage/key-store.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { createDescriptionStore, createNotes, type Notes } from '#bot/storage/notes.ts';
import { createPreferenceStore } from '#bot/storage/preference-store.ts';
import { createPresetPictures } from '#bot/storage/preset-picture-store.ts';
import { createPresetStore } from '#bot/storage/preset-store.ts';
import { closeFile, makePrivateFile, makePrivateFolder } from '#bot/storage/private-files.ts';
import { createRoleLimitStore } from '#bot/storage/role-limit-store.ts';
import { createRuleStore } from '#bot/storage/rule-store.ts';
import { createServerBook } from '#bot/storage/server-book.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { createStars } from '#bot/storage/star-store.ts';
import { createStartBook } from '#bot/storage/start-book.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { createTrainedStore } from '#bot/storage/trained-store.ts';
import { createWordListStore } from '#bot/storage/word-list-store.ts';
import { failure } from '#bot/text/say.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { type Log, silentLog } from '#shared/log.ts';

export interface Storage {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly preferences: PreferenceStore;
  readonly presetPictures: PresetPictures;
  readonly descriptions: DescriptionStore;
  readonly blobs: BlobStore;
  readonly servers: ServerBook;
  readonly drafts: DraftStore;
  readonly wordLists: WordListStore;
  readonly roleLimits: RoleLimitStore;
  readonly ruleStore: RuleStore;
  readonly trained: TrainedStore;
  readonly stars: Stars;
  readonly delivery: DeliveryBook;
  readonly starts: StartBook;
  readonly grants: GrantStore;
  readonly apiKeys: KeyStore;
  /** The number of this start; higher than that of every start before, also of one with another, lost ledger. */
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
    const identity = await readIdentity(notes);
    held.push(await takeExclusiveName(file, identity));
    const blobs = createBlobStore({ database, folder: blobsFolder, clock, log });
    await adoptInlineFiles(database, blobs);
    await blobs.sweep();
    const epoch = await nextEpoch(notes, clock);
    const close = once(closing(database, release));
    const ruleStore = createRuleStore(database, clock);
    const ledger = createLedger(database, { log, close });
    return {
      ledger,
      trained: createTrainedStore(ruleStore, ledger),
      presets: createPresetStore(database, log),
      preferences: createPreferenceStore(database, clock),
      presetPictures: createPresetPictures({ database, blobs, clock }),
      descriptions: createDescriptionStore(notes),
      stars: createStars(notes),
      delivery: createDeliveryBook(notes),
      starts: createStartBook(notes),
      grants: createGrantStore(notes),
      apiKeys: createKeyStore(notes),
      blobs,
      servers: createServerBook(database),
      drafts: createDraftStore(database, { clock }),
      wordLists: createWordListStore(database),
      roleLimits: createRoleLimitStore(ruleStore),
      ruleStore,
      epoch,
      // Renderers need not know what the lock is made of.
      dispatcher: createHash('sha256').update(`dispatcher ${identity}`).digest('hex').slice(0, 32),
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

/** A secret of this ledger, made once. */
async function readIdentity(notes: Notes): Promise<string> {
  const known = await notes.read('identity');
  if (known !== null) return known;
  const identity = randomBytes(16).toString('hex');
  await notes.write('identity', identity);
  return identity;
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
