import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Preset } from '#bot/domain/preset.ts';
import type { ChannelRef, PresetChanger, PresetChanges, PresetStore, StyleBound } from '#bot/ports/presets.ts';
import { type PresetKey, recallChange, rememberChange } from '#bot/storage/preset-undo.ts';
import { addVersion, readVersions } from '#bot/storage/preset-versions.ts';
import { readPresetRow } from '#bot/storage/stored-preset.ts';
import type { PresetsTable, Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** The styles over the tables `presets`, `preset_defaults`, `preset_undo` and `preset_versions`. */
export function createPresetStore(database: Kysely<Tables>, log: Log = silentLog): PresetStore {
  return {
    ...reading(database, log),
    create: (preset, bound) => database.transaction().execute((step) => create(step, { preset, bound })),
    replace: (presets, bound) => database.transaction().execute((step) => replace(step, { presets, bound })),
    update: (serverId, name, change) => update(database, { serverId, name }, change),
    remove: (serverId, name, by) => database.transaction().execute((step) => remove(step, { serverId, name }, by)),
    undo: (serverId, name, bound) => database.transaction().execute((step) => undo(step, { serverId, name }, bound)),
    restore: (serverId, name, wish) =>
      database.transaction().execute((step) => restore(step, { serverId, name }, wish)),
    setDefault: (serverId, name) => setDefault(database, { serverId, name }),
    setChannelDefault: (channel, name) => setChannelDefault(database, channel, name),
  };
}

function reading(
  database: Kysely<Tables>,
  log: Log,
): Pick<PresetStore, 'servers' | 'list' | 'get' | 'versions' | 'defaultOf' | 'channelDefaultOf'> {
  return {
    async servers() {
      const rows = await database.selectFrom('presets').select('server_id').distinct().execute();
      return rows.map(({ server_id }) => server_id);
    },
    async list(serverId) {
      const rows = database.selectFrom('presets').selectAll().where('server_id', '=', serverId).orderBy('name');
      return readPresets(await rows.execute(), log);
    },
    get: (serverId, name) => find(database, { serverId, name }, log),
    versions: (serverId, name) => readVersions(database, { serverId, name }),
    defaultOf: (serverId) => defaultOf(database, serverId),
    async channelDefaultOf({ serverId, channelId }) {
      const own = database.selectFrom('channel_defaults').select('name').where('server_id', '=', serverId);
      return (await own.where('channel_id', '=', channelId).executeTakeFirst())?.name;
    },
  };
}

async function defaultOf(database: Kysely<Tables>, serverId: string): Promise<string | null | undefined> {
  const row = database.selectFrom('preset_defaults').select('name').where('server_id', '=', serverId);
  return (await row.executeTakeFirst())?.name;
}

async function setDefault(
  database: Kysely<Tables>,
  { serverId, name }: { readonly serverId: string; readonly name: string | null },
) {
  await database
    .insertInto('preset_defaults')
    .values({ server_id: serverId, name })
    .onConflict((conflict) => conflict.column('server_id').doUpdateSet({ name }))
    .execute();
}

async function setChannelDefault(
  database: Kysely<Tables>,
  { serverId, channelId }: ChannelRef,
  name: string | null | undefined,
) {
  const own = database.deleteFrom('channel_defaults').where('server_id', '=', serverId);
  await own.where('channel_id', '=', channelId).execute();
  if (name === undefined) return;
  await database
    .insertInto('channel_defaults')
    .values({ server_id: serverId, channel_id: channelId, name })
    .onConflict((conflict) => conflict.columns(['server_id', 'channel_id']).doUpdateSet({ name }))
    .execute();
}

async function find(
  database: Kysely<Tables>,
  { serverId, name }: PresetKey,
  log: Log = silentLog,
): Promise<Preset | null> {
  const row = database.selectFrom('presets').selectAll().where('server_id', '=', serverId).where('name', '=', name);
  const found = await row.executeTakeFirst();
  return (found && readPresets([found], log)[0]) ?? null;
}

async function create(
  step: Transaction<Tables>,
  { preset, bound }: { readonly preset: Preset; readonly bound: StyleBound },
): Promise<void> {
  const { name } = preset;
  if (await find(step, preset)) throw failure('already-exists', 'style-rule.exists', { name });
  await change(step, preset, { before: null, after: preset, by: makerOf(preset), bound });
}

async function replace(
  step: Transaction<Tables>,
  { presets, bound }: { readonly presets: readonly Preset[]; readonly bound: StyleBound },
): Promise<readonly string[]> {
  const replaced: string[] = [];
  for (const preset of presets) {
    const before = await find(step, preset);
    if (before) replaced.push(preset.name);
    await change(step, preset, { before, after: preset, by: makerOf(preset), bound });
  }
  return replaced;
}

/** Read, merge and write in one transaction, so that two edits at once cannot lose one. */
function update(database: Kysely<Tables>, key: PresetKey, changes: PresetChanges): Promise<boolean> {
  const { at, byId, ...settings } = changes;
  return database.transaction().execute(async (step) => {
    const before = await find(step, key);
    if (!before) return false;
    await change(step, key, { before, after: { ...before, ...settings, updatedAt: at }, by: { byId, at } });
    return true;
  });
}

/** A default that points at the removed style goes with it: the server is back to never having chosen. */
async function remove(step: Transaction<Tables>, key: PresetKey, by: PresetChanger): Promise<boolean> {
  const before = await find(step, key);
  if (!before) return false;
  await change(step, key, { before, after: null, by });
  return true;
}

/** The style and what is remembered of it change places. A default comes back unless another was chosen meanwhile. */
async function undo(step: Transaction<Tables>, key: PresetKey, { stylesMax, ...by }: StyleBound & PresetChanger) {
  const last = await recallChange(step, key);
  if (!last) return null;
  const before = await find(step, key);
  const { before: after, wasDefault } = last;
  await change(step, key, { before, after, by, bound: { stylesMax } });
  if (after && wasDefault && (await defaultOf(step, key.serverId)) === undefined) await setDefault(step, key);
  return { before, after };
}

async function restore(
  step: Transaction<Tables>,
  key: PresetKey,
  { stylesMax, version, ...by }: StyleBound & PresetChanger & { readonly version: number },
): Promise<Preset | null> {
  const wanted = (await readVersions(step, key)).find((each) => each.version === version)?.preset;
  if (!wanted) return null;
  const after = { ...wanted, updatedAt: by.at };
  await change(step, key, { before: await find(step, key), after, by, bound: { stylesMax } });
  return after;
}

/** Every change of a style: it can be taken back, and what it became is a version. */
async function change(
  step: Transaction<Tables>,
  key: PresetKey,
  {
    before,
    after,
    by,
    bound,
  }: {
    readonly before: Preset | null;
    readonly after: Preset | null;
    readonly by: PresetChanger;
    /** Left out where there is no style more than before. */
    readonly bound?: StyleBound;
  },
): Promise<void> {
  const { serverId, name } = key;
  const wasDefault = before !== null && after === null && (await defaultOf(step, serverId)) === name;
  await rememberChange(step, { serverId, name }, { before, wasDefault });
  await addVersion(step, { serverId, name }, { before, after, by });
  if (after) await write(step, after);
  else await erase(step, key);
  if (after && bound) await mustFit(step, serverId, bound);
}

function makerOf({ authorId, updatedAt }: Preset): PresetChanger {
  return { byId: authorId, at: updatedAt };
}

async function write(step: Transaction<Tables>, preset: Preset): Promise<void> {
  const { serverId, name, description, authorId, createdAt, updatedAt, ...settings } = preset;
  const columns = {
    description,
    author_id: authorId,
    settings: JSON.stringify(settings),
    created_at: createdAt,
    updated_at: updatedAt,
  };
  await step
    .insertInto('presets')
    .values({ server_id: serverId, name, ...columns })
    .onConflict((conflict) => conflict.columns(['server_id', 'name']).doUpdateSet(columns))
    .execute();
}

async function erase(step: Transaction<Tables>, { serverId, name }: PresetKey): Promise<void> {
  await step.deleteFrom('presets').where('server_id', '=', serverId).where('name', '=', name).execute();
  for (const table of ['preset_defaults', 'channel_defaults'] as const)
    await step.deleteFrom(table).where('server_id', '=', serverId).where('name', '=', name).execute();
}

/** Thrown out of a transaction, which writes nothing then. */
async function mustFit(step: Transaction<Tables>, serverId: string, { stylesMax }: StyleBound): Promise<void> {
  const counted = step.selectFrom('presets').select((each) => each.fn.countAll().as('styles'));
  const { styles } = await counted.where('server_id', '=', serverId).executeTakeFirstOrThrow();
  if (Number(styles) > stylesMax) throw failure('exhausted', 'style-rule.full', { max: stylesMax });
}

/** A row that cannot be read is left out and logged: the others still work, and a style of its name takes its place. */
function readPresets(rows: readonly Selectable<PresetsTable>[], log: Log): readonly Preset[] {
  return rows.flatMap((row) => {
    try {
      return [readPresetRow(row)];
    } catch (thrown) {
      const { server_id: server, name } = row;
      log.error({ server, style: name, err: thrown }, 'a style in the ledger cannot be read, so it is left out');
      return [];
    }
  });
}
