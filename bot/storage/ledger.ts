import type { Kysely, Transaction } from 'kysely';
import type { Job } from '#bot/domain/job.ts';
import { blobsIn } from '#bot/domain/task.ts';
import type { DrawnBy, Ledger, NewJob } from '#bot/ports/ledger.ts';
import { createBin } from '#bot/storage/bin.ts';
import { ENDED, newestEpoch, OPEN } from '#bot/storage/fence.ts';
import { createGallery } from '#bot/storage/gallery.ts';
import { jobChanges } from '#bot/storage/job-changes.ts';
import { newRow, readJob } from '#bot/storage/job-row.ts';
import { jobReader, type ReadJobs } from '#bot/storage/read-jobs.ts';
import { sharedCommits } from '#bot/storage/shared-commits.ts';
import { isPostgres } from '#bot/storage/shared-database.ts';
import { soughtWords } from '#bot/storage/sought-words.ts';
import { writeOrder } from '#bot/storage/stored-order.ts';
import { readTimings } from '#bot/storage/stored-result.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import type { Log } from '#shared/log.ts';

/** The ledger over the tables `jobs`, `attempts` and `blob_uses`. `close` ends the whole storage. */
export function createLedger(
  database: Kysely<Tables>,
  { log, close }: { readonly log: Log; readonly close: () => Promise<void> },
): Ledger {
  const readJobs = jobReader(log);
  // Of PostgreSQL every insert has a connection of its own, and the server shares its commits itself.
  const alone = (job: NewJob) => insert(database, job);
  const insertOne = isPostgres(database) ? alone : sharedCommits(database, insert);
  return {
    accept: (job) => accept(database, job, { readJobs, insertOne }),
    ...jobChanges(database),
    ...panels(database),
    ...reviews(database, readJobs),
    ...queries(database, readJobs),
    ...createBin(database, readJobs),
    ...createGallery(database, readJobs),
    close,
  };
}

interface Accepting {
  readonly readJobs: ReadJobs;
  readonly insertOne: (job: NewJob) => ReturnType<typeof insert>;
}

async function accept(
  database: Kysely<Tables>,
  job: NewJob,
  { readJobs, insertOne }: Accepting,
): ReturnType<Ledger['accept']> {
  const refersToBlobs = blobsIn(job.settled.task).length > 0;
  const row = refersToBlobs
    ? await database.transaction().execute((transaction) => insertWithBlobs(transaction, job))
    : await insertOne(job);
  if (row) return { outcome: 'accepted', job: readJob(row, job.settled) };
  const [known] = await readJobs(database, (jobs) => jobs.where('request_key', '=', job.requestKey));
  if (!known) throw failure('not-found', 'job.gone');
  return { outcome: 'duplicate', job: known };
}

/** Undefined when the request was accepted before. */
function insert(database: Kysely<Tables>, job: NewJob) {
  return database
    .insertInto('jobs')
    .values({ ...newRow(job), epoch: newestEpoch() })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returningAll()
    .executeTakeFirst();
}

async function insertWithBlobs(transaction: Transaction<Tables>, job: NewJob) {
  const row = await insert(transaction, job);
  if (row) await useBlobs(transaction, job);
  return row;
}

/** From here on the job's files are kept. One that has been swept away meanwhile cannot come back: nothing is accepted. */
async function useBlobs(database: Kysely<Tables>, { id, settled }: NewJob) {
  const used = blobsIn(settled.task).map(({ sha256 }) => sha256);
  const kept = await database.selectFrom('blobs').select('sha256').where('sha256', 'in', used).execute();
  if (kept.length < used.length) throw failure('invalid', 'blob.gone');
  await database
    .insertInto('blob_uses')
    .values(used.map((sha256) => ({ sha256, job_id: id })))
    .execute();
}

function reviews(database: Kysely<Tables>, readJobs: ReadJobs): Pick<Ledger, 'review' | 'held'> {
  return {
    async review(id, to) {
      const changed = database.updateTable('jobs').set({ review: to, delivered: 0 }).where('id', '=', id);
      const { numUpdatedRows } = await changed.where('state', '=', 'done').executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return null;
      return (await readJobs(database, (jobs) => jobs.where('id', '=', id)))[0] ?? null;
    },
    held: (serverId, limit) =>
      readJobs(database, (jobs) =>
        jobs
          .where('review', '=', 'held')
          .where('server_id', '=', serverId)
          .where('state', '=', 'done')
          .orderBy('sequence')
          .limit(limit),
      ),
  };
}

function panels(database: Kysely<Tables>): Pick<Ledger, 'reword' | 'bindPanel' | 'markDelivered'> {
  return {
    async reword(id, settled) {
      const stored = writeOrder(settled);
      await database
        .updateTable('jobs')
        .set({ settled: stored, ...soughtWords(stored) })
        .where('id', '=', id)
        .execute();
    },
    async bindPanel(id, panel) {
      await database
        .updateTable('jobs')
        .set({
          panel_channel_id: panel.channelId,
          panel_message_id: panel.messageId,
          panel_token: panel.interactionToken,
          panel_token_expires_at: panel.tokenExpiresAt,
          panel_reach: panel.reach ?? null,
          panel_language: panel.language ?? null,
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
  readJobs: ReadJobs,
): Pick<
  Ledger,
  'get' | 'findByRequest' | 'findByMessage' | 'open' | 'openInPieces' | 'undelivered' | 'drawnMs' | 'recent'
> {
  const one = async (column: 'id' | 'request_key' | 'panel_message_id', value: string, order: 'asc' | 'desc' = 'asc') =>
    (await readJobs(database, (jobs) => jobs.where(column, '=', value).orderBy('sequence', order).limit(1)))[0] ?? null;
  return {
    get: (id) => one('id', id),
    findByRequest: (requestKey) => one('request_key', requestKey),
    // A message that shows the end of a draft has shown the draft, too.
    findByMessage: (messageId) => one('panel_message_id', messageId, 'desc'),
    open: () => readJobs(database, (jobs) => jobs.where('state', 'in', OPEN).orderBy('sequence')),
    openInPieces: () => readOpenInPieces(database, readJobs),
    undelivered: () =>
      readJobs(database, (jobs) =>
        jobs
          .where('delivered', '=', 0)
          .where(({ eb, or, and }) =>
            or([eb('state', 'in', ENDED), and([eb('state', '=', 'deleted'), eb('deleted_at', 'is not', null)])]),
          )
          .orderBy('sequence'),
      ),
    drawnMs: (of) => drawnMs(database, of),
    recent: ({ platform, serverId, channelId, ownerId, parentId, before, limit }) =>
      readJobs(database, (jobs) => {
        let query = jobs.where('state', '!=', 'deleted');
        query = query.orderBy('created_at', 'desc').orderBy('sequence', 'desc').limit(limit);
        if (platform !== undefined) query = query.where('platform', '=', platform);
        if (serverId !== undefined) query = query.where('server_id', '=', serverId);
        if (channelId !== undefined) query = query.where('channel_id', '=', channelId);
        if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
        if (parentId !== undefined) query = query.where('parent_id', '=', parentId);
        if (before !== undefined) query = query.where('created_at', '<', before);
        return query;
      }),
  };
}

async function drawnMs(database: Kysely<Tables>, { ownerId, serverId, since, requests }: DrawnBy): Promise<number> {
  const own = database
    .selectFrom('jobs')
    .select(['timings', 'spent_ms'])
    .where('owner_id', '=', ownerId)
    .where('server_id', '=', serverId)
    .where('finished_at', '>', since)
    .where('timings', 'is not', null);
  // Everything that begins so lies between it and what its last character would be followed by.
  const rows = await (requests === undefined
    ? own
    : own.where('request_key', '>=', requests).where('request_key', '<', `${requests}\uffff`)
  ).execute();
  return rows.reduce((sum, { timings, spent_ms }) => {
    if (spent_ms !== null) return sum + spent_ms;
    // Drawn before that was written down: as long as it took, others beside it or not.
    const { encodeMs, denoiseMs, decodeMs } = readTimings(timings!);
    return sum + encodeMs + denoiseMs + decodeMs;
  }, 0);
}

/** Rows that are read in one turn of the event loop: each holds JSON that is checked. */
const PIECE = 100;

async function* readOpenInPieces(
  database: Kysely<Tables>,
  readJobs: ReadJobs,
): AsyncGenerator<readonly Job[], void, undefined> {
  const rows = await database.selectFrom('jobs').select('sequence').where('state', 'in', OPEN).execute();
  const sequences = rows.map(({ sequence }) => sequence).sort((a, b) => a - b);
  for (let at = 0; at < sequences.length; at += PIECE) {
    await yieldToEventLoop();
    const piece = sequences.slice(at, at + PIECE);
    yield await readJobs(database, (jobs) =>
      jobs.where('sequence', 'in', piece).where('state', 'in', OPEN).orderBy('sequence'),
    );
  }
}
