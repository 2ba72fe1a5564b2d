import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { JobNotice } from '#bot/ports/job-feed.ts';
import { createLeaseLeadership } from '#bot/storage/lease.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { moveLedger } from '#bot/storage/move-ledger.ts';
import { checkDatabase } from '#bot/storage/postgres/check-database.ts';
import { openJobFeed } from '#bot/storage/postgres/job-feed.ts';
import { openPostgres } from '#bot/storage/postgres/postgres.ts';
import { openSharedStorage } from '#bot/storage/shared-storage.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { binContract } from '#test/contract/bin.ts';
import { galleryContract } from '#test/contract/gallery.ts';
import { jobFeedContract } from '#test/contract/job-feed.ts';
import { leadershipContract } from '#test/contract/leadership.ts';
import { ledgerContract } from '#test/contract/ledger.ts';
import { preset, presetStoreContract } from '#test/contract/preset-store.ts';
import { newJob, TIMINGS } from '#test/fakes/new-job.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe.runIf(hasPostgres())('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());
  const folder = scratchFolder();
  const open = (url = server.newDatabase()) => openSharedStorage({ url, blobsFolder: join(folder, 'blobs') });
  const openLedger = async () => (await open()).ledger;

  ledgerContract('PostgreSQL ledger', openLedger);
  binContract('PostgreSQL ledger', () => open());
  galleryContract('PostgreSQL ledger', openLedger);
  presetStoreContract('PostgreSQL presets', () => open());
  it('writes for others when a bot was stopped within a transaction, which ends', async () => {
    const url = server.newDatabase();
    const [stopped, other] = [await openPostgres(url, silentLog), await openPostgres(url, silentLog)];
    onTestFinished(() => Promise.all([stopped.destroy(), other.destroy()]).then(() => {}));
    await migrate(stopped, url);
    const [begun, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const unfinished = stopped.transaction().execute(async (transaction) => {
      begun.resolve();
      await woken.promise;
      return transaction.selectFrom('jobs').select('id').execute();
    });
    await begun.promise;
    const written = other.transaction().execute((transaction) => transaction.selectFrom('jobs').select('id').execute());
    expect(await written).toEqual([]);
    woken.resolve();
    await expect(unfinished).rejects.toMatchObject({ code: 'unavailable' });
  });

  leadershipContract('PostgreSQL', async () => {
    const url = server.newDatabase();
    const database = await openPostgres(url, silentLog);
    await migrate(database, url);
    const close = () => database.destroy();
    return {
      ledger: createLedger(database, { log: silentLog, close }),
      join: (holder, clock) =>
        createLeaseLeadership({
          database,
          name: 'dispatcher',
          holder,
          clock,
          log: silentLog,
          leaseMs: 400,
          renewMs: 40,
        }),
      close,
    };
  });

  jobFeedContract('NOTIFY', async () => {
    const url = server.newDatabase();
    const database = await openPostgres(url, silentLog);
    onTestFinished(() => database.destroy());
    return {
      join: (teller) => openJobFeed({ database, url, teller, clock: systemClock, log: silentLog }),
      async restart() {
        await server.kill();
        await server.start();
      },
    };
  });

  it('is looked at before a start: version, rights, and nothing written', async () => {
    const url = server.newDatabase();
    expect(await checkDatabase(url)).toMatchObject({ state: 'right', said: { key: 'preflight.database' } });
    const database = await openPostgres(url, silentLog);
    await sql`CREATE ROLE guest LOGIN`.execute(database);
    await sql`REVOKE CREATE ON SCHEMA public FROM PUBLIC`.execute(database);
    await database.destroy();
    const guest = await checkDatabase(url.replace('//easel@', '//guest@'));
    expect(guest).toMatchObject({
      state: 'wrong',
      said: { key: 'preflight.database-rights', values: { user: 'guest' } },
    });
  });

  it('carries notices to the other bots and not back, and says after a broken connection that some may be lost', async () => {
    const url = server.newDatabase();
    const bots = [await open(url), await open(url)] as const;
    const leaving = new AbortController();
    onTestFinished(async () => {
      leaving.abort();
      for (const bot of bots) await bot.close();
    });
    const [mine, theirs] = bots.map(({ feed }) => feed!.notices(leaving.signal)) as [Notices, Notices];
    const next = async (notices: Notices) => (await notices.next()).value as JobNotice;
    expect([await next(mine), await next(theirs)]).toEqual([{ kind: 'gap' }, { kind: 'gap' }]);
    bots[0].feed!.tell({ kind: 'written', id: 'a' });
    expect(await next(theirs)).toMatchObject({ kind: 'written', id: 'a' });
    bots[1].feed!.tell({ kind: 'ended', id: 'b' });
    expect(await next(mine)).toMatchObject({ kind: 'ended', id: 'b' });
    await server.kill();
    await server.start();
    expect(await next(theirs)).toEqual({ kind: 'gap' });
  });

  it('goes on after a connection broke between two statements of a transaction, which alone fails', async () => {
    const database = await openPostgres(server.newDatabase(), silentLog);
    onTestFinished(() => database.destroy());
    const one = sql`SELECT 1 AS one`;
    const broken = database.transaction().execute(async (step) => {
      await server.kill();
      await new Promise(setImmediate);
      await one.execute(step);
    });
    await expect(broken).rejects.toMatchObject({ code: 'unavailable', said: { key: 'ledger.trouble' } });
    await server.start();
    expect((await one.execute(database)).rows).toEqual([{ one: 1 }]);
  });

  it('takes over all of a data folder’s ledger by one command, counts on after it, and takes no second one', async () => {
    const file = join(scratchFolder(), 'easel.sqlite');
    const before = await openStorage({ file });
    for (const id of ['a', 'b', 'c']) await before.ledger.accept(newJob(id));
    await before.ledger.beginAttempt('a', { rendererId: 'r1', epoch: before.epoch });
    const texts = { result: { kind: 'texts', texts: [] }, timings: TIMINGS, at: 5 } as const;
    await before.ledger.finish({ id: 'a', attempt: 1, epoch: before.epoch }, texts);
    await before.presets.create(preset('1', 'fine'), { stylesMax: 9 });
    await expect(moveLedger({ file, url: server.newDatabase(), log: silentLog })).rejects.toMatchObject({
      code: 'already-exists',
    });
    const jobs = await before.ledger.recent({ limit: 9 });
    const { dispatcher, epoch } = before;
    await before.close();
    const url = server.newDatabase();
    const copied = await moveLedger({ file, url, log: silentLog });
    expect(copied.get('jobs')).toBe(3);
    const after = await open(url);
    onTestFinished(() => after.close());
    expect(await after.ledger.recent({ limit: 9 })).toEqual(jobs);
    expect(await after.presets.list('1')).toHaveLength(1);
    expect(after.dispatcher).toBe(dispatcher);
    const { value: term } = await after.leadership.terms(new AbortController().signal).next();
    expect(term!.epoch).toBeGreaterThan(epoch);
    await after.ledger.accept(newJob('d'));
    expect((await after.ledger.open()).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
    await expect(moveLedger({ file, url, log: silentLog })).rejects.toThrow(/give an empty database/);
  });
});

type Notices = AsyncGenerator<JobNotice, void, undefined>;
