import type { Kysely, Transaction } from 'kysely';
import type { Preset } from '#bot/domain/preset.ts';
import type { PresetChanger, PresetVersion } from '#bot/ports/presets.ts';
import type { PresetKey } from '#bot/storage/preset-undo.ts';
import { readRememberedPreset } from '#bot/storage/stored-preset.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** Versions kept of one style, and of all styles of a server: the oldest are forgotten. */
const OF_A_STYLE_MAX = 30;
const OF_A_SERVER_MAX = 1000;

/**
 * Writes down what a style became; null = it was removed. A style from before versions were kept has what it was before
 * the change as its first.
 */
export async function addVersion(
  step: Transaction<Tables>,
  key: PresetKey,
  { before, after, by }: { readonly before: Preset | null; readonly after: Preset | null; readonly by: PresetChanger },
): Promise<void> {
  const last = await newestVersion(step, key);
  if (last === 0 && before)
    await write(step, key, { version: 1, preset: before, byId: before.authorId, at: before.updatedAt });
  const version = last === 0 && before ? 2 : last + 1;
  await write(step, key, { version, preset: after, ...by });
  await step
    .deleteFrom('preset_versions')
    .where('server_id', '=', key.serverId)
    .where('name', '=', key.name)
    .where('version', '<=', version - OF_A_STYLE_MAX)
    .execute();
  await forgetOldest(step, key.serverId);
}

/** All versions of a style, newest first. One that cannot be read any more is left out. */
export async function readVersions(
  database: Kysely<Tables> | Transaction<Tables>,
  { serverId, name }: PresetKey,
): Promise<readonly PresetVersion[]> {
  const rows = await database
    .selectFrom('preset_versions')
    .selectAll()
    .where('server_id', '=', serverId)
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .execute();
  return rows.flatMap(({ version, preset: stored, author_id: byId, at }) => {
    const preset = stored === null ? null : readRememberedPreset(stored);
    return stored !== null && preset === null ? [] : [{ version, preset, byId, at: Number(at) }];
  });
}

async function newestVersion(step: Transaction<Tables>, { serverId, name }: PresetKey): Promise<number> {
  const newest = await step
    .selectFrom('preset_versions')
    .select('version')
    .where('server_id', '=', serverId)
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.version ?? 0;
}

async function write(
  step: Transaction<Tables>,
  { serverId, name }: PresetKey,
  { version, preset, byId, at }: PresetVersion,
): Promise<void> {
  const stored = preset && JSON.stringify(preset);
  const row = { server_id: serverId, name, version, preset: stored, author_id: byId, at };
  await step.insertInto('preset_versions').values(row).execute();
}

/** Names are cheap to make up, so that the versions of all styles of a server have a bound, too. */
async function forgetOldest(step: Transaction<Tables>, serverId: string): Promise<void> {
  const ofServer = step.selectFrom('preset_versions').select('at').where('server_id', '=', serverId);
  const oldest = await ofServer.orderBy('at', 'desc').offset(OF_A_SERVER_MAX).limit(1).executeTakeFirst();
  if (!oldest) return;
  await step.deleteFrom('preset_versions').where('server_id', '=', serverId).where('at', '<=', oldest.at).execute();
}
