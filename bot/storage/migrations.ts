import { type Kysely, sql, type Transaction } from 'kysely';
import {
  addTerms,
  createChannelDefaults,
  createRoleLimits,
  createRules,
  createWordLists,
  moveRoleLimits,
  nameThreadsSetting,
} from '#bot/storage/server-tables.ts';
import { countOn, lockSchema } from '#bot/storage/shared-database.ts';
import { addSoughtWords } from '#bot/storage/sought-words.ts';
import { createPresets, createPresetUndo, createStyleKeeping } from '#bot/storage/style-migrations.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Failure } from '#shared/failure.ts';

type Schema = Transaction<Tables>['schema'];
type Migration = (transaction: Transaction<Tables>) => Promise<void>;

/** The steps of the schema, oldest first. A step that has been released is never changed; a new one is added below. */
const MIGRATIONS: readonly Migration[] = [
  createJobs,
  createPresets,
  countJobs,
  createPresetUndo,
  createBlobs,
  createBin,
  indexParents,
  createWordLists,
  createRoleLimits,
  createChannelDefaults,
  addSoughtWords,
  createRules,
  tellPanelsApart,
  addTerms,
  createStyleKeeping,
  moveRoleLimits,
  tellThreads,
  nameThreadsSetting,
  addSpentTime,
  createDispatchLease,
];

/**
 * Brings the schema to the newest version, all in one transaction, and is safe to run again. Throws when the file was
 * written by a newer program. `to` is an older version, which only a test asks for, to have something to upgrade.
 */
export async function migrate(database: Kysely<Tables>, file: string, to = MIGRATIONS.length): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockSchema(transaction);
    const version = await readVersion(transaction);
    if (version > MIGRATIONS.length) throw tooNew(file, version);
    for (const migration of MIGRATIONS.slice(version, to)) await migration(transaction);
    if (version < to) await transaction.updateTable('schema_version').set({ version: to }).execute();
  });
}

async function readVersion(transaction: Transaction<Tables>): Promise<number> {
  await transaction.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  const row = await transaction.selectFrom('schema_version').select('version').executeTakeFirst();
  if (row) return row.version;
  await transaction.insertInto('schema_version').values({ version: 0 }).execute();
  return 0;
}

function tooNew(file: string, version: number): Failure {
  return failure('invalid', 'ledger.too-new', { file, version, known: MIGRATIONS.length });
}

async function createJobs({ schema }: Transaction<Tables>) {
  await schema
    .createTable('notes')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await createJobsTable(schema);
  await createJobIndexes(schema);
  await createAttempts(schema);
}

async function createJobIndexes(schema: Schema) {
  await schema.createIndex('jobs_by_state').on('jobs').columns(['state', 'sequence']).execute();
  await schema.createIndex('jobs_by_delivery').on('jobs').columns(['delivered', 'state', 'sequence']).execute();
  await schema.createIndex('jobs_by_message').on('jobs').column('panel_message_id').execute();
  await schema.createIndex('jobs_by_place').on('jobs').columns(['platform', 'server_id', 'created_at']).execute();
}

async function createAttempts(schema: Schema, prefix?: 'counted') {
  const named = (name: string) => (prefix ? `${prefix}_${name}` : name);
  await schema
    .createTable(named('attempts'))
    .addColumn('job_id', 'text', (column) => column.notNull().references(`${named('jobs')}.id`))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('renderer_id', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint(named('attempts_key'), ['job_id', 'attempt'])
    .execute();
}

async function createJobsTable(schema: Schema) {
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull().unique())
    .addColumn('request_key', 'text', (column) => column.notNull().unique())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('owner_name', 'text', (column) => column.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('settled', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('renderer_id', 'text')
    .addColumn('pictures', 'text')
    .addColumn('timings', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('failure_reason', 'text')
    .addColumn('cancelled_by', 'text')
    .addColumn('panel_channel_id', 'text')
    .addColumn('panel_message_id', 'text')
    .addColumn('panel_token', 'text')
    .addColumn('panel_token_expires_at', 'bigint')
    .addColumn('delivered', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
}

/** The columns of `jobs` as schema 2 had them, all but its sequence and its pictures. */
const JOB_COLUMNS = [
  ...['id', 'request_key', 'platform', 'server_id', 'channel_id', 'owner_id', 'owner_name', 'parent_id', 'settled'],
  ...['state', 'attempts', 'renderer_id', 'timings', 'failure_code', 'failure_reason', 'cancelled_by'],
  ...['panel_channel_id', 'panel_message_id', 'panel_token', 'panel_token_expires_at'],
  ...['delivered', 'created_at', 'finished_at'],
];

/**
 * Jobs get a counted `sequence`, the epoch of their dispatcher, and results of any kind where pictures were. SQLite cannot
 * give a table another primary key, so jobs are copied, and attempts too because they refer to them; a renamed table
 * takes the references to it along.
 */
async function countJobs(transaction: Transaction<Tables>) {
  const { schema } = transaction;
  await createCountedJobs(schema);
  const columns = sql.join(JOB_COLUMNS.map((name) => sql.ref(name)));
  await sql`INSERT INTO counted_jobs (sequence, result, epoch, ${columns})
            SELECT sequence, pictures, 0, ${columns} FROM jobs ORDER BY sequence`.execute(transaction);
  await createAttempts(schema, 'counted');
  await sql`INSERT INTO counted_attempts (job_id, attempt, renderer_id, outcome)
            SELECT job_id, attempt, renderer_id, outcome FROM attempts`.execute(transaction);
  await schema.dropTable('attempts').execute();
  await schema.dropTable('jobs').execute();
  await schema.alterTable('counted_jobs').renameTo('jobs').execute();
  await schema.alterTable('counted_attempts').renameTo('attempts').execute();
  await countOn(transaction, 'jobs');
  await createJobIndexes(schema);
}

async function createCountedJobs(schema: Schema) {
  await schema
    .createTable('counted_jobs')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('request_key', 'text', (column) => column.notNull().unique())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('owner_name', 'text', (column) => column.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('settled', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('renderer_id', 'text')
    .addColumn('result', 'text')
    .addColumn('timings', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('failure_reason', 'text')
    .addColumn('cancelled_by', 'text')
    .addColumn('panel_channel_id', 'text')
    .addColumn('panel_message_id', 'text')
    .addColumn('panel_token', 'text')
    .addColumn('panel_token_expires_at', 'bigint')
    .addColumn('delivered', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
}

async function createBlobs({ schema }: Transaction<Tables>) {
  await schema
    .createTable('blobs')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('stored_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('blob_uses')
    .addColumn('sha256', 'text', (column) => column.notNull().references('blobs.sha256'))
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id'))
    .addPrimaryKeyConstraint('blob_uses_key', ['sha256', 'job_id'])
    .execute();
  await schema.createIndex('blob_uses_by_job').on('blob_uses').column('job_id').execute();
  await schema.alterTable('jobs').addColumn('unreadable', 'text').execute();
}

/** Deleted jobs come back for a while, and the servers that the bot was in are known. */
async function createBin({ schema }: Transaction<Tables>) {
  await schema.alterTable('jobs').addColumn('deleted_at', 'bigint').execute();
  await schema.alterTable('jobs').addColumn('deleted_by', 'text').execute();
  await schema.alterTable('jobs').addColumn('deleted_from', 'text').execute();
  await schema.createIndex('jobs_by_owner').on('jobs').columns(['platform', 'owner_id', 'state']).execute();
  await schema
    .createTable('servers')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('left_at', 'bigint')
    .addPrimaryKeyConstraint('servers_key', ['platform', 'server_id'])
    .execute();
}

/** What came of a job is found without looking at all. */
async function indexParents({ schema }: Transaction<Tables>) {
  await schema.createIndex('jobs_by_parent').on('jobs').columns(['parent_id', 'created_at']).execute();
}

/** Panels outside of the bot's servers: what can change them, and what they are written in. */
async function tellPanelsApart({ schema }: Transaction<Tables>) {
  await schema.alterTable('jobs').addColumn('panel_reach', 'text').execute();
  await schema.alterTable('jobs').addColumn('panel_language', 'text').execute();
}

/** What a thread hangs in. */
async function tellThreads({ schema }: Transaction<Tables>) {
  await schema.alterTable('jobs').addColumn('thread_of', 'text').execute();
}

/** What of a renderer's own time a job took. */
async function addSpentTime({ schema }: Transaction<Tables>) {
  await schema.alterTable('jobs').addColumn('spent_ms', 'bigint').execute();
}

/** Several bots share a ledger, and one of them dispatches. */
async function createDispatchLease({ schema }: Transaction<Tables>) {
  await schema
    .createTable('dispatch_lease')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute();
}
