import { DatabaseSync } from 'node:sqlite';
import { tell } from '#bot/storage/sqlite.ts';
import { failure } from '#bot/text/say.ts';
import type { Failure } from '#shared/failure.ts';

/** How long a starting bot waits for the one before it to let go. Milliseconds. */
const PATIENCE_MS = 1_000;

/** The right to be the only bot on a ledger, held until released or until this process is gone. */
export interface ExclusiveUse {
  release(): void;
}

/**
 * Takes the right to use the ledger alone, or throws one sentence that names the holder. The right is SQLite's write
 * lock on a small file beside the ledger: the kernel drops it the moment its process dies, however it dies, so nobody
 * ever waits for a dead bot, and a frozen one keeps it. Both need a file system that knows locks; NFS without them
 * does not do.
 */
export function takeExclusiveUse(ledgerFile: string): ExclusiveUse {
  const file = `${ledgerFile}.lock`;
  return tell(file, () => {
    const database = new DatabaseSync(file, { timeout: PATIENCE_MS });
    try {
      hold(database, ledgerFile);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
    return { release: () => database.close() };
  });
}

/** Writes down who we are for the next one to read, then opens a write transaction and never ends it. */
function hold(database: DatabaseSync, ledgerFile: string) {
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (thrown) {
    throw inUse(ledgerFile, { holder: readHolder(database), cause: thrown });
  }
  database.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL)');
  database.exec('DELETE FROM holder');
  database.prepare('INSERT INTO holder (pid) VALUES (?)').run(process.pid);
  database.exec('COMMIT');
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (thrown) {
    throw inUse(ledgerFile, { holder: readHolder(database), cause: thrown });
  }
}

/** A write transaction lets others read, so the loser can say who won. */
function readHolder(database: DatabaseSync): string | null {
  try {
    const pid = database.prepare('SELECT pid FROM holder').get()?.pid;
    return pid === undefined ? null : String(pid);
  } catch {
    return null;
  }
}

function inUse(file: string, { holder, cause }: { readonly holder: string | null; readonly cause: unknown }): Failure {
  return failure('already-exists', 'ledger.in-use', { file, process: holder }, { cause });
}
