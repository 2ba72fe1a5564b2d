import { existsSync } from 'node:fs';
import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import { takeExclusiveUse } from '#bot/storage/exclusive-use.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { placeOf } from '#bot/storage/postgres/pool.ts';
import { openPostgres } from '#bot/storage/postgres/postgres.ts';
import { countOn } from '#bot/storage/shared-database.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Log } from '#shared/log.ts';

/** Every table that outlives a start, what others refer to first. */
const TABLES = [
  ...(['notes', 'jobs', 'attempts', 'blobs', 'blob_uses', 'presets', 'preset_undo', 'preset_versions'] as const),
  ...(['preset_pictures', 'member_preferences', 'servers', 'word_lists', 'rules', 'rule_audit'] as const),
  ...(['preset_defaults', 'channel_defaults'] as const),
];

/** Tables whose rows the database counts itself. */
const COUNTED = ['jobs', 'rule_audit'] as const;

/** Rows that are copied at once; PostgreSQL takes 65,535 values in a statement. */
const BATCH = 500;

/** The ledger that is moved, and the database that it goes to. */
export interface LedgerMove {
  /** The ledger of a data folder whose bot is stopped. */
  readonly file: string;
  /** An empty PostgreSQL database; a secret. */
  readonly url: string;
  readonly log: Log;
}

/**
 * Copies all of a ledger into a database, in one transaction: what fails leaves the database as it was. The file stays
 * as it is. Rows written, by table. Throws Failure when the file is not there or in use, or when jobs or styles are in
 * the database already.
 */
export async function moveLedger({ file, url, log }: LedgerMove): Promise<ReadonlyMap<string, number>> {
  if (!existsSync(file)) throw failure('not-found', 'ledger.none', { file });
  const held = takeExclusiveUse(file);
  const source = openDatabase(file, log);
  try {
    await migrate(source, file);
    const target = await openPostgres(url, log);
    try {
      await migrate(target, placeOf(url));
      return await target.transaction().execute((step) => copyAll(source, step, placeOf(url)));
    } finally {
      await target.destroy();
    }
  } finally {
    await source.destroy();
    held.release();
  }
}

async function copyAll(source: Kysely<Tables>, target: Transaction<Tables>, place: string) {
  for (const table of ['jobs', 'presets'] as const)
    if (await target.selectFrom(table).select('server_id').limit(1).executeTakeFirst())
      throw failure('already-exists', 'ledger.move-full', { place });
  // A bot that was started on it has written who it is.
  await target.deleteFrom('notes').execute();
  const copied = new Map<string, number>();
  for (const table of TABLES) copied.set(table, await copyTable(source, target, table));
  for (const table of COUNTED) await countOn(target, table);
  return copied;
}

async function copyTable(source: Kysely<Tables>, target: Transaction<Tables>, table: (typeof TABLES)[number]) {
  let copied = 0;
  for (let after = 0; ; ) {
    const { rows } = await sql<Insertable<Tables[typeof table]> & { readonly moved_row: number }>`
      SELECT rowid AS moved_row, * FROM ${sql.table(table)} WHERE rowid > ${after} ORDER BY rowid LIMIT ${BATCH}`.execute(
      source,
    );
    if (rows.length === 0) return copied;
    const values = rows.map(({ moved_row, ...row }) => row as Insertable<Tables[typeof table]>);
    await target.insertInto(table).values(values).execute();
    copied += rows.length;
    after = rows.at(-1)!.moved_row;
  }
}
