import {
  type ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  DataTypeNode,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { openPool } from '#bot/storage/postgres/pool.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Log } from '#shared/log.ts';

/** Advisory locks of Easel in its database: for what changes several rows, the schema, files. Numbers of our own. */
const WRITING_LOCK = 4_533_107_001;
const SCHEMA_LOCK = 4_533_107_002;
const FILES_LOCK = 4_533_107_003;

/**
 * Opens the database for Kysely. The tables, written for SQLite, mean the same here: text sorts by its bytes, counted
 * columns are sequences, and transactions come one after the other, except those that say `read committed`: they are
 * safe beside each other. Throws Failure with one sentence when it cannot be reached.
 */
export async function openPostgres(url: string, log: Log): Promise<Kysely<Tables>> {
  return new Kysely<Tables>({ dialect: new SharedDialect(await openPool(url, log)) });
}

/** True for a database that several processes write. */
export function isPostgres(database: Kysely<Tables>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/** Held until the transaction ends: of bots that start at once, one after the other brings the schema up. */
export async function lockSchema(transaction: Kysely<Tables>): Promise<void> {
  if (isPostgres(transaction)) await transaction.executeQuery(locking(SCHEMA_LOCK));
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

class SharedDialect extends PostgresDialect {
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver() {
    return new SharedDriver({ pool: this.#pool });
  }

  override createQueryCompiler() {
    return new PortableCompiler();
  }
}

class SharedDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
    await super.beginTransaction(connection, settings);
    if (!settings.isolationLevel) await connection.executeQuery(locking(WRITING_LOCK));
  }
}

class PortableCompiler extends PostgresQueryCompiler {
  protected override visitColumnDefinition(node: ColumnDefinitionNode) {
    if (!node.autoIncrement) return super.visitColumnDefinition(node);
    super.visitColumnDefinition({ ...node, autoIncrement: false, dataType: DataTypeNode.create('bigserial') });
  }

  protected override visitDataType(node: DataTypeNode) {
    super.visitDataType(node);
    if (node.dataType === 'text') this.append(' collate "C"');
  }
}
