import type { Kysely, Transaction } from 'kysely';
import type { JobId } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { changeJob, endAttempt, OPEN, raiseEpoch } from '#bot/storage/fence.ts';
import { writeResult } from '#bot/storage/stored-result.ts';
import type { Tables } from '#bot/storage/tables.ts';

type Changes = Pick<Ledger, 'takeOver' | 'beginAttempt' | 'requeue' | 'finish' | 'fail' | 'cancel'>;

/** Everything that happens to a job after it was accepted, each change in a transaction of its own. */
export function jobChanges(database: Kysely<Tables>): Changes {
  // Each changes one job, by an update that is fenced itself.
  const inTransaction = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) =>
    database.transaction().setIsolationLevel('read committed').execute(work);
  return {
    takeOver: (epoch) => database.transaction().execute((transaction) => raiseEpoch(transaction, epoch)),
    beginAttempt: (id, by) => inTransaction((transaction) => beginAttempt(transaction, id, by)),
    ...endings(inTransaction),
    cancel: (id, { memberId, at }) =>
      inTransaction((transaction) =>
        endAttempt(transaction, id, {
          fence: { from: OPEN },
          outcome: 'cancelled',
          row: { state: 'cancelled', cancelled_by: memberId, finished_at: at },
        }),
      ),
  };
}

/** What a dispatcher says about how an attempt ended. */
function endings(
  inTransaction: <T>(work: (transaction: Transaction<Tables>) => Promise<T>) => Promise<T>,
): Pick<Changes, 'requeue' | 'finish' | 'fail'> {
  return {
    requeue: ({ id, ...fence }) =>
      inTransaction((transaction) =>
        endAttempt(transaction, id, {
          fence: { from: ['rendering'], ...fence },
          outcome: 'died',
          row: { state: 'queued', renderer_id: null },
        }),
      ),
    finish: ({ id, ...fence }, { result, timings, spentMs, at, isHeld = false }) =>
      inTransaction((transaction) =>
        endAttempt(transaction, id, {
          fence: { from: ['rendering'], ...fence },
          outcome: 'done',
          row: {
            state: 'done',
            result: writeResult(result),
            timings: JSON.stringify(timings),
            ...(spentMs !== undefined && { spent_ms: Math.round(spentMs) }),
            finished_at: at,
            ...(isHeld && { review: 'held' }),
          },
        }),
      ),
    fail: ({ id, ...fence }, { code, reason, at }) =>
      inTransaction((transaction) =>
        endAttempt(transaction, id, {
          fence: { from: [fence.attempt === null ? 'queued' : 'rendering'], ...fence },
          outcome: 'failed',
          row: { state: 'failed', failure_code: code, failure_reason: JSON.stringify(reason), finished_at: at },
        }),
      ),
  };
}

async function beginAttempt(
  transaction: Transaction<Tables>,
  id: JobId,
  { rendererId, epoch }: { readonly rendererId: string; readonly epoch: number },
): Promise<number | null> {
  const fence = { from: ['queued'], epoch } as const;
  const before = await changeJob(transaction, id, { fence, row: { state: 'rendering', renderer_id: rendererId } });
  if (before === null) return null;
  const attempt = before + 1;
  await transaction.updateTable('jobs').set({ attempts: attempt }).where('id', '=', id).execute();
  await transaction
    .insertInto('attempts')
    .values({ job_id: id, attempt, renderer_id: rendererId, outcome: null })
    .execute();
  return attempt;
}
