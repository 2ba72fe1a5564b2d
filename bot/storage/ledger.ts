import type { Kysely, Transaction, Updateable } from 'kysely';
import type { JobId, JobState } from '#bot/domain/job.ts';
import type { Ledger, NewJob } from '#bot/ports/ledger.ts';
import { newRow, readJob } from '#bot/storage/job-row.ts';
import type { AttemptsTable, JobsTable, Tables } from '#bot/storage/tables.ts';

type StateKind = JobState['kind'];

/** The fence: a change happens only from these states and, where given, only for this attempt. */
interface Fence {
  readonly from: readonly StateKind[];
  readonly attempt?: number;
}

const OPEN: readonly StateKind[] = ['queued', 'rendering'];
const ENDED: readonly StateKind[] = ['done', 'failed', 'cancelled'];

/** The ledger over the tables `jobs` and `attempts`. `close` ends the whole storage. */
export function createLedger(database: Kysely<Tables>, close: () => Promise<void>): Ledger {
  return {
    accept: (job) => accept(database, job),
    ...changes(database),
    ...panels(database),
    ...queries(database),
    close,
  };
}

async function accept(database: Kysely<Tables>, job: NewJob): ReturnType<Ledger['accept']> {
  const inserted = await database
    .insertInto('jobs')
    .values((build) => ({
      ...newRow(job),
      sequence: build
        .selectFrom('jobs')
        .select(({ fn, val }) => fn.coalesce(build(fn.max('sequence'), '+', 1), val(1)).as('next')),
    }))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { outcome: 'accepted', job: readJob(inserted) };
  const row = database.selectFrom('jobs').selectAll().where('request_key', '=', job.requestKey);
  return { outcome: 'duplicate', job: readJob(await row.executeTakeFirstOrThrow()) };
}

function changes(
  database: Kysely<Tables>,
): Pick<Ledger, 'beginAttempt' | 'requeue' | 'finish' | 'fail' | 'cancel' | 'remove'> {
  const inTransaction = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) =>
    database.transaction().execute(work);
  const end = (id: JobId, fence: Fence, change: Ending) =>
    inTransaction((transaction) => endAttempt(transaction, id, { fence, change }));
  return {
    beginAttempt: (id, rendererId) => inTransaction((transaction) => beginAttempt(transaction, id, rendererId)),
    requeue: (id, attempt) =>
      end(id, { from: ['rendering'], attempt }, { outcome: 'died', row: { state: 'queued', renderer_id: null } }),
    finish: (id, attempt, { pictures, timings, at }) =>
      end(
        id,
        { from: ['rendering'], attempt },
        {
          outcome: 'done',
          row: {
            state: 'done',
            pictures: JSON.stringify(pictures),
            timings: JSON.stringify(timings),
            finished_at: at,
          },
        },
      ),
    fail: (id, { code, reason, at }) =>
      end(
        id,
        { from: OPEN },
        {
          outcome: 'failed',
          row: { state: 'failed', failure_code: code, failure_reason: reason, finished_at: at },
        },
      ),
    cancel: (id, { memberId, at }) =>
      end(
        id,
        { from: OPEN },
        { outcome: 'cancelled', row: { state: 'cancelled', cancelled_by: memberId, finished_at: at } },
      ),
    remove: async (id) => (await change(database, id, { fence: { from: ENDED }, row: { state: 'deleted' } })) !== null,
  };
}

interface Ending {
  readonly outcome: NonNullable<AttemptsTable['outcome']>;
  readonly row: Updateable<JobsTable>;
}

async function beginAttempt(transaction: Transaction<Tables>, id: JobId, rendererId: string): Promise<number | null> {
  const row = await transaction
    .updateTable('jobs')
    .set((build) => ({ state: 'rendering', renderer_id: rendererId, attempts: build('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returning('attempts')
    .executeTakeFirst();
  if (!row) return null;
  await transaction
    .insertInto('attempts')
    .values({ job_id: id, attempt: row.attempts, renderer_id: rendererId, outcome: null })
    .execute();
  return row.attempts;
}

async function endAttempt(
  transaction: Transaction<Tables>,
  id: JobId,
  { fence, change: { outcome, row } }: { readonly fence: Fence; readonly change: Ending },
): Promise<boolean> {
  const attempt = await change(transaction, id, { fence, row });
  if (attempt === null) return false;
  await transaction
    .updateTable('attempts')
    .set({ outcome })
    .where('job_id', '=', id)
    .where('attempt', '=', attempt)
    .where('outcome', 'is', null)
    .execute();
  return true;
}

/** One fenced UPDATE; the newest attempt's number, or null when the fence held it back. */
async function change(
  database: Kysely<Tables> | Transaction<Tables>,
  id: JobId,
  { fence, row }: { readonly fence: Fence; readonly row: Updateable<JobsTable> },
): Promise<number | null> {
  let update = database.updateTable('jobs').set(row).where('id', '=', id).where('state', 'in', fence.from);
  if (fence.attempt !== undefined) update = update.where('attempts', '=', fence.attempt);
  const changed = await update.returning('attempts').executeTakeFirst();
  return changed?.attempts ?? null;
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
