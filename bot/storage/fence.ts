import { type Kysely, sql, type Transaction, type Updateable } from 'kysely';
import type { JobId, JobState } from '#bot/domain/job.ts';
import { isPostgres } from '#bot/storage/shared-database.ts';
import type { AttemptsTable, JobsTable, Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';

type StateKind = JobState['kind'];

/** A change happens only from these states and, where given, only for this attempt and no older dispatcher. */
export interface Fence {
  readonly from: readonly StateKind[];
  readonly attempt?: number | null;
  readonly epoch?: number;
}

/** States of a job that is not over. */
export const OPEN: readonly StateKind[] = ['queued', 'rendering'];

/** States of a job that is over and still known. */
export const ENDED: readonly StateKind[] = ['done', 'failed', 'cancelled'];

/** The note that has the epoch of the newest dispatcher. */
const NOTE = 'dispatcher';

/** For an INSERT: the epoch of the newest dispatcher, 0 before the first. */
export function newestEpoch() {
  const note = sql<number>`(SELECT CAST(value AS BIGINT) FROM notes WHERE name = ${NOTE})`;
  return sql<number>`coalesce(${note}, 0)`;
}

/** The epoch of the newest dispatcher, 0 before the first. */
export async function dispatcherEpoch(database: Kysely<Tables>): Promise<number> {
  const note = database.selectFrom('notes').select('value').where('name', '=', NOTE);
  return Number((await note.executeTakeFirst())?.value ?? 0);
}

/**
 * Makes this the newest dispatcher: open jobs, and those accepted from now on, belong to it. Throws `superseded` when a
 * newer one has been here.
 */
export async function raiseEpoch(transaction: Transaction<Tables>, epoch: number): Promise<void> {
  const note = await transaction.selectFrom('notes').select('value').where('name', '=', NOTE).executeTakeFirst();
  if (Number(note?.value ?? 0) > epoch) throw superseded(epoch, Number(note?.value));
  const value = String(epoch);
  await transaction
    .insertInto('notes')
    .values({ name: NOTE, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  await transaction.updateTable('jobs').set({ epoch }).where('state', 'in', OPEN).where('epoch', '<', epoch).execute();
}

/** One fenced UPDATE; the newest attempt's number, or null when the job has moved on. Throws `superseded`. */
export async function changeJob(
  transaction: Transaction<Tables>,
  id: JobId,
  { fence, row }: { readonly fence: Fence; readonly row: Updateable<JobsTable> },
): Promise<number | null> {
  const { from, attempt, epoch } = fence;
  if (epoch !== undefined && isPostgres(transaction)) await holdEpoch(transaction, epoch);
  let update = transaction.updateTable('jobs').set(row).where('id', '=', id).where('state', 'in', from);
  if (typeof attempt === 'number') update = update.where('attempts', '=', attempt);
  if (epoch !== undefined) update = update.set({ epoch }).where('epoch', '<=', epoch);
  const changed = await update.returning('attempts').executeTakeFirst();
  if (!changed && epoch !== undefined) await mustBeNewest(transaction, id, epoch);
  return changed?.attempts ?? null;
}

/** Changes the job and says in its newest attempt how that ended. False when the job has moved on. */
export async function endAttempt(
  transaction: Transaction<Tables>,
  id: JobId,
  change: {
    readonly fence: Fence;
    readonly row: Updateable<JobsTable>;
    readonly outcome: NonNullable<AttemptsTable['outcome']>;
  },
): Promise<boolean> {
  const attempt = await changeJob(transaction, id, change);
  if (attempt === null) return false;
  await transaction
    .updateTable('attempts')
    .set({ outcome: change.outcome })
    .where('job_id', '=', id)
    .where('attempt', '=', attempt)
    .where('outcome', 'is', null)
    .execute();
  return true;
}

/**
 * Where several processes write, nobody becomes the newest dispatcher until this transaction has ended, and whoever is
 * not it any more writes nothing: throws `superseded`.
 */
async function holdEpoch(transaction: Transaction<Tables>, epoch: number) {
  const note = transaction.selectFrom('notes').select('value').where('name', '=', NOTE).forShare();
  const newest = Number((await note.executeTakeFirst())?.value ?? 0);
  if (newest > epoch) throw superseded(epoch, newest);
}

async function mustBeNewest(database: Kysely<Tables>, id: JobId, epoch: number) {
  const row = await database.selectFrom('jobs').select('epoch').where('id', '=', id).executeTakeFirst();
  if (row && row.epoch > epoch) throw superseded(epoch, row.epoch);
}

function superseded(epoch: number, newest: number) {
  return failure('superseded', 'ledger.superseded', { epoch, newest });
}
