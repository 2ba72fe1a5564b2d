import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('a transaction for which the disk is too small says so, and the next one goes on', async () => {
  const database = openDatabase(join(scratchFolder(), 'small.sqlite'));
  onTestFinished(() => database.destroy());
  await sql`CREATE TABLE notes (text TEXT)`.execute(database);
  // What a full disk does to a statement, SQLite does for a file of so many pages.
  await sql`PRAGMA max_page_count = 20`.execute(database);
  const write = (length: number) =>
    database.transaction().execute(async (within) => {
      await sql`INSERT INTO notes VALUES ('before')`.execute(within);
      await sql`INSERT INTO notes VALUES (${'x'.repeat(length)})`.execute(within);
    });
  await expect(write(1_000_000)).rejects.toMatchObject({ code: 'exhausted', said: { key: 'ledger.no-room' } });
  await write(10);
  const { rows } = await sql<{ text: string }>`SELECT text FROM notes`.execute(database);
  expect(rows.map(({ text }) => text.length)).toEqual([6, 10]);
});
