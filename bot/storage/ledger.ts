import type { Kysely } from 'kysely';
import type { Ledger, NewJob } from '#bot/ports/ledger.ts';
import { ENDED, newestEpoch, OPEN } from '#bot/storage/fence.ts';
import { jobChanges } from '#bot/storage/job-changes.ts';
import { newRow, readJob } from '#bot/storage/job-row.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** The ledger over the tables `jobs` and `attempts`. `close` ends the whole storage. */
export function createLedger(database: Kysely<Tables>, close: () => Promise<void>): Ledger {
  return {
    accept: (job) => accept(database, job),
    ...jobChanges(database),
    ...panels(database),
    ...queries(database),
    close,
  };
}

async function accept(database: Kysely<Tables>, job: NewJob): ReturnType<Ledger['accept']> {
  const inserted = await database
    .insertInto('jobs')
    .values({ ...newRow(job), epoch: newestEpoch() })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { outcome: 'accepted', job: readJob(inserted) };
  const row = database.selectFrom('jobs').selectAll().where('request_key', '=', job.requestKey);
  return { outcome: 'duplicate', job: readJob(await row.executeTakeFirstOrThrow()) };
}

function panels(database: Kysely<Tables>): Pick<Ledger, 'bindPanel' | 'markDelivered'> {
  return {
    async bindPanel(id, panel) {
      await database
        .updateTable('jobs')
        .set({
          panel_channel_id: panel.channelId,
          panel_message_id: panel.messageId,
          panel_token: panel.interactionToken,
          panel_token_expires_at: panel.tokenExpiresAt,
        })
        .where('id', '=', id)
        .execute();
    },
    async markDelivered(id) {
      await database
        .updateTable('jobs')
        .set({ delivered: 1 })
        .where('id', '=', id)
        .where('state', 'not in', OPEN)
        .execute();
    },
  };
}

function queries(
  database: Kysely<Tables>,
): Pick<Ledger, 'get' | 'findByRequest' | 'findByMessage' | 'open' | 'undelivered' | 'recent'> {
  const jobs = () => database.selectFrom('jobs').selectAll();
  const one = async (row: Promise<Parameters<typeof readJob>[0] | undefined>) => {
    const found = await row;
    return found ? readJob(found) : null;
  };
  return {
    get: (id) => one(jobs().where('id', '=', id).executeTakeFirst()),
    findByRequest: (requestKey) => one(jobs().where('request_key', '=', requestKey).executeTakeFirst()),
    findByMessage: (messageId) => one(jobs().where('panel_message_id', '=', messageId).executeTakeFirst()),
    async open() {
      return (await jobs().where('state', 'in', OPEN).orderBy('sequence').execute()).map(readJob);
    },
    async undelivered() {
      const rows = jobs().where('delivered', '=', 0).where('state', 'in', ENDED).orderBy('sequence');
      return (await rows.execute()).map(readJob);
    },
    async recent({ platform, serverId, channelId, before, limit }) {
      let query = jobs().where('state', '!=', 'deleted');
      query = query.orderBy('created_at', 'desc').orderBy('sequence', 'desc').limit(limit);
      if (platform !== undefined) query = query.where('platform', '=', platform);
      if (serverId !== undefined) query = query.where('server_id', '=', serverId);
      if (channelId !== undefined) query = query.where('channel_id', '=', channelId);
      if (before !== undefined) query = query.where('created_at', '<', before);
      return (await query.execute()).map(readJob);
    },
  };
}
