import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { filesIn, type Job, type JobId } from '#bot/domain/job.ts';
import type { StoredFile } from '#bot/domain/stored-file.ts';
import type { Bin, Binning, JobsOf, Leftover } from '#bot/ports/bin.ts';
import { ENDED } from '#bot/storage/fence.ts';
import { previewFile } from '#bot/storage/preview-store.ts';
import type { ReadJobs } from '#bot/storage/read-jobs.ts';
import { readResult } from '#bot/storage/stored-result.ts';
import type { JobsTable, Tables } from '#bot/storage/tables.ts';

/** The bin over the columns `deleted_*` of `jobs`. Without `deleted_from` a deleted job cannot come back. */
export function createBin(database: Kysely<Tables>, readJobs: ReadJobs): Bin {
  return {
    ...going(database, readJobs),
    ...comingBack(database, readJobs),
    ...endings(database),
  };
}

/** `deleted_from` is what the state was: SQL reads all values before it writes one. */
const INTO_THE_BIN = { state: 'deleted', deleted_from: sql.ref<JobsTable['deleted_from']>('state') } as const;
const PAST_THE_BIN = { state: 'deleted', deleted_from: null, deleted_by: null, deleted_at: 0 } as const;

function going(database: Kysely<Tables>, readJobs: ReadJobs): Pick<Bin, 'remove' | 'removeAll' | 'count'> {
  const binned = ({ memberId, at }: Binning) => ({ ...INTO_THE_BIN, deleted_by: memberId, deleted_at: at });
  return {
    async remove(id, by) {
      const update = database.updateTable('jobs').set(binned(by)).where('id', '=', id).where('state', 'in', ENDED);
      // Its message is to be taken away, which is told like any other end.
      const row = await update.set(withMessageShown()).returning('id').executeTakeFirst();
      return row !== undefined;
    },
    removeAll: (which, by) =>
      database.transaction().execute(async (step) => {
        const jobs = await readJobs(step, (query) => query.where(isOf(which)).where('state', 'in', ENDED));
        const update = step.updateTable('jobs').set(binned(by)).set(withMessageShown());
        await update.where(isOf(which)).where('state', 'in', ENDED).execute();
        return jobs;
      }),
    async count(which) {
      const counted = database.selectFrom('jobs').select(({ fn }) => fn.countAll<number>().as('jobs'));
      return Number((await counted.where(isOf(which)).where('state', 'in', ENDED).executeTakeFirstOrThrow()).jobs);
    },
  };
}

/** Only what has a message needs to be told of again. */
function withMessageShown() {
  return { delivered: sql<number>`CASE WHEN panel_message_id IS NULL THEN delivered ELSE 0 END` };
}

function comingBack(database: Kysely<Tables>, readJobs: ReadJobs): Pick<Bin, 'binned' | 'lastBinned' | 'takeBack'> {
  return {
    async binned(id) {
      const row = await inBin(database).where('id', '=', id).executeTakeFirst();
      return row ? { memberId: row.deleted_by ?? '', at: row.deleted_at ?? 0 } : null;
    },
    async lastBinned(memberIds, { since, ...which }) {
      const theirs = inBin(database).where(isOf(which)).where('deleted_by', 'in', memberIds);
      const rows = await theirs.where('deleted_at', '>', since).orderBy('deleted_at', 'desc').execute();
      const [last] = rows;
      return rows
        .filter((row) => row.deleted_at === last?.deleted_at && row.deleted_by === last.deleted_by)
        .map(({ id }) => id);
    },
    takeBack: (id, since) =>
      database.transaction().execute(async (step) => {
        const row = await step
          .updateTable('jobs')
          .set({ state: sql<JobsTable['state']>`deleted_from`, deleted_from: null, ...WITHOUT_MESSAGE })
          .where('id', '=', id)
          .where('state', '=', 'deleted')
          .where('deleted_from', 'is not', null)
          .where('deleted_at', '>', since)
          .returning('id')
          .executeTakeFirst();
        if (!row) return null;
        const jobs: readonly Job[] = await readJobs(step, (query) => query.where('id', '=', id));
        return jobs[0] ?? null;
      }),
  };
}

/** The one that it had was deleted, so that the next start does not look for it. */
const WITHOUT_MESSAGE = { delivered: 0, panel_channel_id: null, panel_message_id: null, panel_token: null };

function inBin(database: Kysely<Tables>) {
  return database
    .selectFrom('jobs')
    .select(['id', 'deleted_by', 'deleted_at'])
    .where('state', '=', 'deleted')
    .where('deleted_from', 'is not', null);
}

function endings(database: Kysely<Tables>): Pick<Bin, 'erase' | 'expire' | 'claim' | 'forget'> {
  return {
    erase: (id) =>
      database.transaction().execute(async (step) => {
        const update = step.updateTable('jobs').set(PAST_THE_BIN).where('id', '=', id).where('state', 'in', ENDED);
        const row = await update.returning(['id', 'result']).executeTakeFirst();
        await step
          .deleteFrom('blob_uses')
          .where('job_id', '=', row?.id ?? '')
          .execute();
        return row ? leftover(row) : null;
      }),
    async expire(platform, { before, limit, serverId }) {
      const old = database
        .selectFrom('jobs')
        .select('id')
        .where(isOf({ platform, ...(serverId === undefined ? {} : { serverId }) }))
        .where('state', 'in', ENDED)
        .where('finished_at', '<', before)
        .limit(limit);
      const rows = await database
        .updateTable('jobs')
        .set({ ...PAST_THE_BIN, delivered: 1 })
        .where('id', 'in', old)
        .returning('id')
        .execute();
      return rows.length;
    },
    claim: (before, limit) => database.transaction().execute((step) => claim(step, before, limit)),
    forget: (ids) =>
      database.transaction().execute(async (step) => {
        const claimed = step.selectFrom('jobs').select('id').where('id', 'in', ids).where('state', '=', 'deleted');
        const gone = claimed.where('deleted_from', 'is', null);
        await step.deleteFrom('blob_uses').where('job_id', 'in', gone).execute();
        await step.deleteFrom('attempts').where('job_id', 'in', gone).execute();
        await step.deleteFrom('jobs').where('id', 'in', gone).execute();
      }),
  };
}

async function claim(step: Transaction<Tables>, before: number, limit: number): Promise<readonly Leftover[]> {
  const rows = await step
    .selectFrom('jobs')
    .select(['id', 'result'])
    .where('state', '=', 'deleted')
    .where(sql<number>`coalesce(deleted_at, 0)`, '<=', before)
    .where('created_at', '<=', before)
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await step.updateTable('jobs').set({ deleted_from: null }).where('id', 'in', ids).execute();
  return rows.map(leftover);
}

function leftover({ id, result }: Pick<Selectable<JobsTable>, 'id' | 'result'>): Leftover {
  return { id, files: [...filesOf(result), { file: previewFile(id) }] };
}

/** What no program can read any more leaves its files; nothing else is known of them. */
function filesOf(result: string | null): readonly StoredFile[] {
  try {
    return result === null ? [] : filesIn(readResult(result));
  } catch {
    return [];
  }
}

/** A condition for `where`: every part that is given holds. */
export function isOf({ platform, serverId, shownIn, ownerId }: JobsOf) {
  const parts = [
    sql<boolean>`platform = ${platform}`,
    ...(serverId === undefined ? [] : [sql<boolean>`server_id = ${serverId}`]),
    ...(shownIn === undefined ? [] : [sql<boolean>`(channel_id = ${shownIn} OR panel_channel_id = ${shownIn})`]),
    ...(ownerId === undefined ? [] : [sql<boolean>`owner_id = ${ownerId}`]),
  ];
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

/** Gives up all of a server's jobs, whatever state they are in. */
export async function giveUpJobs(step: Transaction<Tables>, which: JobsOf): Promise<JobId[]> {
  const update = step.updateTable('jobs').set({ ...PAST_THE_BIN, delivered: 1 });
  return (await update.where(isOf(which)).returning('id').execute()).map(({ id }) => id);
}
