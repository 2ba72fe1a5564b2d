import {
  type ColumnDefinitionNode,
  type DatabaseConnection,
  DataTypeNode,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { openPool } from '#bot/storage/postgres/pool.ts';
import { lockWriting } from '#bot/storage/shared-database.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { Log } from '#shared/log.ts';

/**
 * Opens the database for Kysely. The tables, written for SQLite, mean the same here: text sorts by its bytes, counted
 * columns are sequences, and transactions come one after the other, except those that say `read committed`: they are
 * safe beside each other. Throws Failure with one sentence when it cannot be reached.
 */
export async function openPostgres(url: string, log: Log): Promise<Kysely<Tables>> {
  return new Kysely<Tables>({ dialect: new SharedDialect(await openPool(url, log)) });
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
    if (!settings.isolationLevel) await lockWriting(connection);
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
