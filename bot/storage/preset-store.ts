import type { Kysely, Selectable } from 'kysely';
import type { Preset, PresetSettings } from '#bot/domain/preset.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { PresetsTable, Tables } from '#bot/storage/tables.ts';
import { Failure } from '#shared/failure.ts';

/** The styles over the tables `presets` and `preset_defaults`. */
export function createPresetStore(database: Kysely<Tables>): PresetStore {
  return {
    ...reading(database),
    create: (preset) => create(database, preset),
    update: (serverId, name, change) => update(database, { serverId, name }, change),
    remove: (serverId, name) => remove(database, { serverId, name }),
    async setDefault(serverId, name) {
      await database
        .insertInto('preset_defaults')
        .values({ server_id: serverId, name })
        .onConflict((conflict) => conflict.column('server_id').doUpdateSet({ name }))
        .execute();
    },
  };
}

interface PresetKey {
  readonly serverId: string;
  readonly name: string;
}

function reading(database: Kysely<Tables>): Pick<PresetStore, 'list' | 'get' | 'defaultOf'> {
  return {
    async list(serverId) {
      const rows = database.selectFrom('presets').selectAll().where('server_id', '=', serverId).orderBy('name');
      return (await rows.execute()).map(readPreset);
    },
    async get(serverId, name) {
      const row = await selectPreset(database, { serverId, name }).executeTakeFirst();
      return row ? readPreset(row) : null;
    },
    async defaultOf(serverId) {
      const row = database.selectFrom('preset_defaults').select('name').where('server_id', '=', serverId);
      return (await row.executeTakeFirst())?.name;
    },
  };
}

function selectPreset(database: Kysely<Tables>, { serverId, name }: PresetKey) {
  return database.selectFrom('presets').selectAll().where('server_id', '=', serverId).where('name', '=', name);
}

async function create(database: Kysely<Tables>, preset: Preset) {
  const { serverId, name, description, authorId, createdAt, updatedAt, ...settings } = preset;
  const inserted = await database
    .insertInto('presets')
    .values({
      server_id: serverId,
      name,
      description,
      author_id: authorId,
      settings: JSON.stringify(settings),
      created_at: createdAt,
      updated_at: updatedAt,
    })
    .onConflict((conflict) => conflict.columns(['server_id', 'name']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n)
    throw new Failure('already-exists', `Cannot create the style ${name}: this server has one of that name`);
}

/** Read, merge and write in one transaction, so that two edits at once cannot lose one. */
function update(
  database: Kysely<Tables>,
  key: PresetKey,
  change: Partial<PresetSettings> & { readonly description?: string; readonly at: number },
): Promise<boolean> {
  const { description, at, ...settings } = change;
  return database.transaction().execute(async (transaction) => {
    const row = await selectPreset(transaction, key).executeTakeFirst();
    if (!row) return false;
    const merged = { ...(JSON.parse(row.settings) as PresetSettings), ...settings };
    await transaction
      .updateTable('presets')
      .set({ settings: JSON.stringify(merged), description: description ?? row.description, updated_at: at })
      .where('server_id', '=', key.serverId)
      .where('name', '=', key.name)
      .execute();
    return true;
  });
}

/** A default that points at the removed style goes with it: the server is back to never having chosen. */
function remove(database: Kysely<Tables>, { serverId, name }: PresetKey): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const removed = await transaction
      .deleteFrom('presets')
      .where('server_id', '=', serverId)
      .where('name', '=', name)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) return false;
    await transaction
      .deleteFrom('preset_defaults')
      .where('server_id', '=', serverId)
      .where('name', '=', name)
      .execute();
    return true;
  });
}

function readPreset(row: Selectable<PresetsTable>): Preset {
  return {
    ...(JSON.parse(row.settings) as PresetSettings),
    serverId: row.server_id,
    name: row.name,
    description: row.description,
    authorId: row.author_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
