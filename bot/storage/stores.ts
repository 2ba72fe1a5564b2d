import type { Kysely } from 'kysely';
import type { GrantStore } from '#bot/ports/access.ts';
import type { KeyStore } from '#bot/ports/api-keys.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { DescriptionStore, MaintenanceStore } from '#bot/ports/cluster.ts';
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
import { createDeliveryBook } from '#bot/storage/delivery-book.ts';
import { createDraftStore } from '#bot/storage/draft-store.ts';
import { createGrantStore } from '#bot/storage/grant-store.ts';
import { createKeyStore } from '#bot/storage/key-store.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { createMaintenanceStore } from '#bot/storage/maintenance-store.ts';
import { createDescriptionStore, type Notes } from '#bot/storage/notes.ts';
import { createPreferenceStore } from '#bot/storage/preference-store.ts';
import { createPresetPictures } from '#bot/storage/preset-picture-store.ts';
import { createPresetStore } from '#bot/storage/preset-store.ts';
import { createRoleLimitStore } from '#bot/storage/role-limit-store.ts';
import { createRuleStore } from '#bot/storage/rule-store.ts';
import { createServerBook } from '#bot/storage/server-book.ts';
import { createStars } from '#bot/storage/star-store.ts';
import { createStartBook } from '#bot/storage/start-book.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { createTrainedStore } from '#bot/storage/trained-store.ts';
import { createWordListStore } from '#bot/storage/word-list-store.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** All that is kept in the tables, and the blobs beside them. */
export interface Stores {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly preferences: PreferenceStore;
  readonly presetPictures: PresetPictures;
  readonly descriptions: DescriptionStore;
  readonly maintenance: MaintenanceStore;
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
}

/** The stores over a database whose schema is the newest. `close` ends all of them. */
export function createStores(
  database: Kysely<Tables>,
  {
    notes,
    blobs,
    clock,
    log,
    close,
  }: {
    readonly notes: Notes;
    readonly blobs: BlobStore;
    readonly clock: Clock;
    readonly log: Log;
    readonly close: () => Promise<void>;
  },
): Stores {
  const ruleStore = createRuleStore(database, clock);
  const ledger = createLedger(database, { log, close });
  return {
    ledger,
    trained: createTrainedStore(ruleStore, ledger),
    presets: createPresetStore(database, log),
    preferences: createPreferenceStore(database, clock),
    presetPictures: createPresetPictures({ database, blobs, clock }),
    descriptions: createDescriptionStore(notes),
    maintenance: createMaintenanceStore(notes),
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
  };
}
