import type { Transaction } from 'kysely';
import type { Preset } from '#bot/domain/preset.ts';
import { readRememberedPreset } from '#bot/storage/stored-preset.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** Changes of one server that can be taken back, one a name; the oldest are forgotten. */
const REMEMBERED_MAX = 200;

/** Which style of which server. */
export interface PresetKey {
  readonly serverId: string;
  readonly name: string;
}

/** A style before it was changed; null = there was none. */
export interface PresetChange {
  readonly before: Preset | null;
  readonly wasDefault: boolean;
}

/** Keeps what a style was, in place of what it was before the change before. */
export async function rememberChange(
  step: Transaction<Tables>,
  { serverId, name }: PresetKey,
  { before, wasDefault }: PresetChange,
): Promise<void> {
  const sequence = await nextSequence(step, serverId);
  const columns = { preset: before && JSON.stringify(before), was_default: wasDefault ? 1 : 0, sequence };
  await step
    .insertInto('preset_undo')
    .values({ server_id: serverId, name, ...columns })
    .onConflict((conflict) => conflict.columns(['server_id', 'name']).doUpdateSet(columns))
    .execute();
  await forgetOldest(step, serverId);
}

/** What the style was before its last change; null when no change is known. */
export async function recallChange(
  step: Transaction<Tables>,
  { serverId, name }: PresetKey,
): Promise<PresetChange | null> {
  const row = await step
    .selectFrom('preset_undo')
    .select(['preset', 'was_default'])
    .where('server_id', '=', serverId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!row) return null;
  if (row.preset === null) return { before: null, wasDefault: row.was_default === 1 };
  const before = readRememberedPreset(row.preset);
  return before && { before, wasDefault: row.was_default === 1 };
}

async function nextSequence(step: Transaction<Tables>, serverId: string): Promise<number> {
  const row = await step
    .selectFrom('preset_undo')
    .select('sequence')
    .where('server_id', '=', serverId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.sequence ?? 0) + 1;
}

async function forgetOldest(step: Transaction<Tables>, serverId: string): Promise<void> {
  const oldest = await step
    .selectFrom('preset_undo')
    .select('sequence')
    .where('server_id', '=', serverId)
    .orderBy('sequence', 'desc')
    .offset(REMEMBERED_MAX)
    .limit(1)
    .executeTakeFirst();
  if (!oldest) return;
  await step
    .deleteFrom('preset_undo')
    .where('server_id', '=', serverId)
    .where('sequence', '<=', oldest.sequence)
    .execute();
}
