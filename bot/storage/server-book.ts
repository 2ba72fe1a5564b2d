import type { Kysely, Transaction } from 'kysely';
import type { ServerBook, ServerRef } from '#bot/ports/servers.ts';
import { giveUpJobs, isOf } from '#bot/storage/bin.ts';
import { starboardNote, threadsNote } from '#bot/storage/delivery-book.ts';
import { OPEN } from '#bot/storage/fence.ts';
import { KEYS_NOTE, withoutKeysOf } from '#bot/storage/key-store.ts';
import { isNamed } from '#bot/storage/notes.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** The servers over the table `servers`. */
export function createServerBook(database: Kysely<Tables>): ServerBook {
  const write = ({ platform, serverId }: ServerRef, left_at: number | null) =>
    database
      .insertInto('servers')
      .values({ platform, server_id: serverId, left_at })
      .onConflict((conflict) => conflict.columns(['platform', 'server_id']).doUpdateSet({ left_at }))
      .execute();
  return {
    async enter(server) {
      await write(server, null);
    },
    async leave(server, at) {
      await write(server, at);
      await database
        .updateTable('jobs')
        .set({ delivered: 1 })
        .where(isOf(server))
        .where('state', 'not in', OPEN)
        .execute();
    },
    async entered(platform) {
      const rows = database.selectFrom('servers').select('server_id').where('platform', '=', platform);
      return (await rows.where('left_at', 'is', null).execute()).map(({ server_id }) => server_id);
    },
    async leftBefore(before) {
      const rows = await database.selectFrom('servers').selectAll().where('left_at', '<=', before).execute();
      return rows.map(({ platform, server_id }) => ({ platform, serverId: server_id }));
    },
    forget: (server, leftBefore) => forget(database, server, leftBefore),
  };
}

function forget(database: Kysely<Tables>, server: ServerRef, leftBefore: number): Promise<boolean> {
  const { platform, serverId } = server;
  return database.transaction().execute(async (step) => {
    const open = await step
      .selectFrom('jobs')
      .select('id')
      .where(isOf(server))
      .where('state', 'in', OPEN)
      .executeTakeFirst();
    if (open) return false;
    const row = await step
      .deleteFrom('servers')
      .where('platform', '=', platform)
      .where('server_id', '=', serverId)
      .where('left_at', '<=', leftBefore)
      .returning('server_id')
      .executeTakeFirst();
    if (!row) return false;
    await giveUpJobs(step, server);
    for (const table of [
      'presets',
      'preset_undo',
      'preset_versions',
      'preset_pictures',
      'preset_defaults',
      'channel_defaults',
      'word_lists',
      'rules',
      'rule_audit',
    ] as const)
      await step.deleteFrom(table).where('server_id', '=', serverId).execute();
    await step.deleteFrom('notes').where('name', '=', starboardNote(serverId)).execute();
    await step
      .deleteFrom('notes')
      .where(isNamed(step, threadsNote(serverId, '*')))
      .execute();
    await forgetKeys(step, serverId);
    return true;
  });
}

async function forgetKeys(step: Transaction<Tables>, serverId: string): Promise<void> {
  const note = await step.selectFrom('notes').select('value').where('name', '=', KEYS_NOTE).executeTakeFirst();
  if (!note) return;
  const value = withoutKeysOf(serverId, note.value);
  await step.updateTable('notes').set({ value }).where('name', '=', KEYS_NOTE).execute();
}
