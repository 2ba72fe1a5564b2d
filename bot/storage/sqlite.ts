import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** How long a statement waits for another program that holds the file (a backup, a shell). Milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** Marks our files in the SQLite header ("Easl" in ASCII), so that a stranger's database is never taken for a ledger. */
const APPLICATION_ID = 0x4561736c;

/**
 * Opens the file for Kysely, over Node's own SQLite. WAL and full synchronisation: what a commit has returned from
 * survives the loss of power. Throws Failure with one sentence for a damaged, foreign or unwritable file. What goes
 * wrong later is logged with the file's name, and thrown without it: members read it.
 */
export function openDatabase(file: string, log: Log = silentLog): Kysely<Tables> {
  const database = tell(file, () => connect(file));
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: adapt(database, (work) => tellMembers(file, log, work)) }),
  });
}

/** Runs `work` and turns what SQLite throws into a Failure that says what the operator can do. */
export function tell<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw asFailure(file, thrown);
  }
}

function tellMembers<T>(file: string, log: Log, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const failed = asFailure(file, thrown);
    if (!(failed instanceof Failure) || failed.code === 'internal') throw failed;
    log.error({ file, err: failed }, 'the ledger cannot be used');
    if (failed.code === 'exhausted') throw failure('exhausted', 'ledger.no-room', { cause: failed });
    throw failure('unavailable', 'ledger.trouble', { cause: failed });
  }
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: BUSY_TIMEOUT_MS });
  try {
    claimFile(database, file);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function claimFile(database: DatabaseSync, file: string) {
  const id = database.prepare('PRAGMA application_id').get()?.application_id;
  if (id === APPLICATION_ID) return checkPages(database, file);
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  if (id !== 0 || tables !== 0) throw failure('invalid', 'ledger.foreign', { file });
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

function checkPages(database: DatabaseSync, file: string) {
  const found = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (found !== 'ok') throw damaged(file, new Error(String(found)));
}

/** Statements that stay prepared, by their text; making one takes as long as running it. */
const PREPARED_MAX = 256;

/** As Kysely writes it. */
const ROLLBACK = 'rollback';

/**
 * A full disk or a failing one ends a transaction by itself (https://www.sqlite.org/lang_transaction.html); to end it
 * once more fails, and would hide what went wrong.
 */
function rollbackWhereNeeded(database: DatabaseSync, statement: SqliteStatement): SqliteStatement {
  const none = { changes: 0, lastInsertRowid: 0 };
  return { ...statement, run: (parameters) => (database.isTransaction ? statement.run(parameters) : none) };
}

/** The little of better-sqlite3 that Kysely asks for. */
function adapt(database: DatabaseSync, attempt: <T>(work: () => T) => T): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement =
        prepared.get(sql) ??
        adaptStatement(
          attempt(() => database.prepare(sql)),
          attempt,
        );
      if (sql === ROLLBACK) return rollbackWhereNeeded(database, statement);
      prepared.delete(sql);
      prepared.set(sql, statement);
      if (prepared.size > PREPARED_MAX) prepared.delete(prepared.keys().next().value!);
      return statement;
    },
  };
}

/** Asking a statement for its columns takes as long as a small query: each is asked once. */
function adaptStatement(statement: StatementSync, attempt: <T>(work: () => T) => T): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => attempt(() => statement.all(...values(parameters))),
    run: (parameters) => attempt(() => statement.run(...values(parameters))),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** Primary result codes of https://www.sqlite.org/rescode.html; extended codes keep them in the low byte. */
const SQLITE = { busy: 5, locked: 6, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 };

function asFailure(file: string, thrown: unknown): unknown {
  const code = (thrown as { errcode?: unknown }).errcode;
  if (thrown instanceof Failure || typeof code !== 'number') return thrown;
  switch (code & 0xff) {
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return damaged(file, thrown);
    case SQLITE.full:
      return failure('exhausted', 'ledger.disk-full', { file }, { cause: thrown });
    case SQLITE.readonly:
    case SQLITE.cantopen:
      return failure('invalid', 'ledger.no-right', { file }, { cause: thrown });
    case SQLITE.ioerr:
      return failure('exhausted', 'ledger.disk-refused', { file }, { cause: thrown });
    case SQLITE.busy:
    case SQLITE.locked:
      return failure('unavailable', 'ledger.locked', { file }, { cause: thrown });
    default:
      return failure('internal', 'failure.internal', { cause: thrown });
  }
}

function damaged(file: string, cause: unknown): Failure {
  return failure('invalid', 'ledger.damaged', { file }, { cause });
}
