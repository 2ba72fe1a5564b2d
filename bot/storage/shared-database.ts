import { CompiledQuery, type DatabaseConnection, type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';

/** Advisory locks of Easel in its database: for what changes several rows, the schema, files. Numbers of our own. */
const WRITING_LOCK = 4_533_107_001;
const SCHEMA_LOCK = 4_533_107_002;
const FILES_LOCK = 4_533_107_003;

/** True for a database that several processes write. */
export function isPostgres(database: Kysely<Tables>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/** Held until the transaction ends: of bots that start at once, one after the other brings the schema up. */
export async function lockSchema(transaction: Kysely<Tables>): Promise<void> {
  if (isPostgres(transaction)) await transaction.executeQuery(locking(SCHEMA_LOCK));
}

/** Held until the transaction ends: transactions that change several rows come one after the other, as on SQLite. */
export async function lockWriting(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(locking(WRITING_LOCK));
}

/** The database counts a table on from its highest number, after rows have been written with theirs. SQLite does so by itself. */
export async function countOn(database: Kysely<Tables>, table: 'jobs' | 'rule_audit'): Promise<void> {
  if (!isPostgres(database)) return;
  await sql`SELECT setval(pg_get_serial_sequence(${table}, 'sequence'), max(sequence)) FROM ${sql.table(table)}
            HAVING max(sequence) IS NOT NULL`.execute(database);
}

/** Runs work on files that several bots have one after the other, whichever of them does it. */
export function withFiles<T>(database: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
  if (!isPostgres(database)) return work();
  return database.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw(`SELECT pg_advisory_lock(${FILES_LOCK})`));
    try {
      return await work();
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`SELECT pg_advisory_unlock(${FILES_LOCK})`));
    }
  });
}

function locking(lock: number): CompiledQuery {
  return CompiledQuery.raw(`SELECT pg_advisory_xact_lock(${lock})`);
}
