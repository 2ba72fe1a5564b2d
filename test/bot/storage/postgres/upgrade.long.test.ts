import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Insertable, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettingService } from '#bot/rules/setting-service.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { moveLedger } from '#bot/storage/move-ledger.ts';
import { openPostgres } from '#bot/storage/postgres/postgres.ts';
import { openSharedStorage } from '#bot/storage/shared-storage.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { silentLog } from '#shared/log.ts';
import {
  expectOldJobs,
  expectOldPicture,
  expectOldStyles,
  expectOldTasks,
  OLD_LEDGER,
} from '#test/bot/storage/expect-old-ledger.ts';
import { newJob } from '#test/fakes/new-job.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** What `test/golden/old-ledger` has. */
const OLD_SCHEMA = 2;

/** The last in which limits of roles had a table of their own. */
const LATER_SCHEMA = 15;

/** The rows of the old ledger in a database whose tables are those of that time. */
async function writeOldDatabase(url: string): Promise<void> {
  const database = await openPostgres(url, silentLog);
  await migrate(database, 'old', OLD_SCHEMA);
  const ledger = new DatabaseSync(join(OLD_LEDGER, 'easel.sqlite'), { readOnly: true });
  expect(ledger.prepare('SELECT version FROM schema_version').get()).toEqual({ version: OLD_SCHEMA });
  // What others refer to first.
  for (const table of ['notes', 'jobs', 'attempts', 'presets', 'preset_defaults'] as const) {
    const rows = ledger.prepare(`SELECT * FROM ${table}`).all();
    expect(rows.length, table).toBeGreaterThan(0);
    await database
      .insertInto(table)
      .values(rows as unknown as Insertable<Tables[typeof table]>[])
      .execute();
  }
  ledger.close();
  await database.destroy();
}

describe.runIf(hasPostgres())('a ledger of schema 2 on PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const open = (url: string, folder: string) => openSharedStorage({ url, blobsFolder: join(folder, 'blobs') });

  async function expectAll(url: string, folder: string): Promise<void> {
    // Again and again: what was brought to the newest schema stays as it is.
    for (let start = 0; start < 2; start += 1) {
      const { ledger, blobs, close, ...stores } = await open(url, folder);
      await expectOldJobs(ledger);
      await expectOldTasks(ledger);
      await expectOldStyles(stores);
      await expectOldPicture({ ledger, blobs });
      await close();
    }
  }

  it('is brought to the newest with every row, and takes new jobs behind the old ones', async () => {
    const [url, folder] = [server.newDatabase(), scratchFolder()];
    await writeOldDatabase(url);
    await expectAll(url, folder);
    const { ledger, close } = await open(url, folder);
    await ledger.accept(newJob('new'));
    expect((await ledger.open()).map(({ id }) => id)).toEqual([
      ...['rendering', 'told', 'subjects', 'picture', 'live'],
      'new',
    ]);
    await close();
  });

  it('is upgraded by one of two bots that start at once', async () => {
    const [url, folder] = [server.newDatabase(), scratchFolder()];
    await writeOldDatabase(url);
    const [one, other] = await Promise.all([open(url, folder), open(url, folder)]);
    await expectOldJobs(one.ledger);
    await expectOldJobs(other.ledger);
    await Promise.all([one.close(), other.close()]);
  });

  it('stays as it was where a step of the way fails', async () => {
    const url = server.newDatabase();
    await writeOldDatabase(url);
    const database = await openPostgres(url, silentLog);
    // A later step makes a table of this name.
    await sql`CREATE TABLE blobs (mine integer)`.execute(database);
    await expect(open(url, scratchFolder())).rejects.toThrow();
    const { rows } = await sql`SELECT version FROM schema_version`.execute(database);
    expect(rows).toEqual([{ version: OLD_SCHEMA }]);
    await sql`DROP TABLE blobs`.execute(database);
    await database.destroy();
    await expectAll(url, scratchFolder());
  });

  it('keeps what moderators had said when it had come to schema 15', async () => {
    const [url, folder] = [server.newDatabase(), scratchFolder()];
    await writeOldDatabase(url);
    const database = await openPostgres(url, silentLog);
    await migrate(database, 'old', LATER_SCHEMA);
    const told = { server_id: '1', author_id: 'ada', updated_at: 7 };
    const limits = { jobs: 2, secondsADay: 60 };
    const patrons = { ...told, role_id: 'patron', role_name: 'Patrons', limits: JSON.stringify(limits) };
    await database.insertInto('role_limits').values(patrons).execute();
    const threads = { ...told, kind: 'setting', key: '7/batch-threads', value: JSON.stringify({ v: 1, value: true }) };
    await database.insertInto('rules').values(threads).execute();
    await database.destroy();

    await expectAll(url, folder);
    const { roleLimits, ruleStore, close } = await open(url, folder);
    expect(await roleLimits.list('1')).toMatchObject([{ roleId: 'patron', roleName: 'Patrons', limits }]);
    const { of } = createSettingService(ruleStore);
    expect(await of({ serverId: '1', channelId: '7' })).toMatchObject({ threads: 'batch' });
    await close();
  });

  it('comes there as well from a file of that schema that is moved', async () => {
    const [url, folder] = [server.newDatabase(), scratchFolder()];
    cpSync(OLD_LEDGER, folder, { recursive: true });
    const copied = await moveLedger({ file: join(folder, 'easel.sqlite'), url, log: silentLog });
    expect(copied.get('jobs')).toBe(9);
    await expectAll(url, folder);
  });
});
