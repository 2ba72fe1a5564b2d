import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { silentLog } from '#shared/log.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { createHourlyClock } from '#test/fakes/hourly-clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const NELLY = { id: 'nelly', name: 'Nelly', isModerator: false };
const STRANGER = { id: 'bob', name: 'Bob', isModerator: false };
const MODERATOR = { id: 'mod', name: 'Mod', isModerator: true };
const DAY_MS = 24 * 60 * 60 * 1000;

/** A job service with one job that is done, and a clock that days can pass on. */
async function withPicture() {
  const clock = createHourlyClock();
  const folder = scratchFolder();
  const { address } = await withRenderer();
  const workplace = await startTestJobService({ folder, addresses: [address], clock });
  const drawn = async (change = {}) => {
    const { job } = await workplace.jobs.submit(submission(change));
    return (await end(workplace, job.id)).job;
  };
  return { ...workplace, clock, drawn, files: () => readdirSync(join(folder, 'pictures')), job: await drawn() };
}

describe('a deleted picture', () => {
  it('lies in the bin for a day, then it is gone with its file', async () => {
    const { jobs, storage, job, clock, files } = await withPicture();
    await jobs.remove(job.id, NELLY);
    expect(await jobs.recent({ limit: 5 })).toEqual([]);
    await expect(jobs.pictures(job.id)).rejects.toMatchObject({ code: 'not-found' });
    await clock.pass(DAY_MS - 60_000);
    expect(files()).toHaveLength(1);
    await clock.pass(120_000);
    expect(files()).toEqual([]);
    expect(await storage.ledger.get(job.id)).toBeNull();
    await expect(jobs.takeBack(job.id, NELLY)).rejects.toThrow('cannot be taken back any more');
  });

  it('is taken back by who deleted it, and by nobody else', async () => {
    const { jobs, job } = await withPicture();
    await jobs.remove(job.id, MODERATOR);
    for (const other of [NELLY, STRANGER]) {
      await expect(jobs.takeBack(job.id, other)).rejects.toMatchObject({ code: 'denied' });
    }
    const { job: back } = await jobs.takeBack(job.id, MODERATOR);
    expect(back).toEqual({ ...job, delivered: false, restored: true });
    expect(await jobs.pictures(job.id)).toHaveLength(1);
    await expect(jobs.takeBack(job.id, MODERATOR)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes there too when somebody deletes its message, or its channel, and moderators take it back', async () => {
    const { jobs, job, drawn } = await withPicture();
    await jobs.bindPanel(job.id, { channelId: 'channel', messageId: '77', interactionToken: null, tokenExpiresAt: 0 });
    await jobs.messagesDeleted(['76', '77']);
    expect(await jobs.recent({ limit: 5 })).toEqual([]);
    expect(await jobs.undelivered('discord')).toEqual([]);
    await expect(jobs.takeBack(job.id, NELLY)).rejects.toMatchObject({ code: 'denied' });
    expect(await jobs.takeBackLast(NELLY, job.place)).toEqual([]);
    expect(await jobs.takeBackLast(MODERATOR, job.place)).toHaveLength(1);
    const there = { platform: 'discord', serverId: 'server', channelId: 'elsewhere' } as const;
    await drawn({ place: there });
    await jobs.channelDeleted(there);
    expect((await jobs.recent({ limit: 5 })).map((view) => view.job.id)).toEqual([job.id]);
  });

  it('that is one of all of a member’s comes back with them', async () => {
    const { jobs, job, drawn } = await withPicture();
    const second = await drawn();
    await drawn({ member: STRANGER });
    await jobs.remove(job.id, NELLY);
    await jobs.takeBack(job.id, NELLY);
    expect(await jobs.countOf(NELLY, { platform: 'discord', serverId: 'server' })).toBe(2);
    expect(await jobs.countOf(NELLY, { platform: 'discord', serverId: 'other' })).toBe(0);
    expect(await jobs.removeAllOf(NELLY, { platform: 'discord' })).toBe(2);
    expect(await jobs.recent({ limit: 5 })).toMatchObject([{ job: { ownerId: 'bob' } }]);
    const back = await jobs.takeBackLast(NELLY, job.place);
    expect(back.map((view) => view.job.id).sort()).toEqual([job.id, second.id].sort());
    expect(await jobs.takeBackLast(NELLY, job.place)).toEqual([]);
  });

  it('is gone at once when it is erased, as live ones are, and its row a day later without a restart', async () => {
    const { jobs, storage, job, clock, files } = await withPicture();
    await expect(jobs.erase(job.id, STRANGER)).rejects.toMatchObject({ code: 'denied' });
    await jobs.erase(job.id, NELLY);
    expect(files()).toEqual([]);
    await expect(jobs.takeBack(job.id, NELLY)).rejects.toMatchObject({ code: 'not-found' });
    expect(await storage.ledger.get(job.id)).toMatchObject({ state: { kind: 'deleted' } });
    await clock.pass(DAY_MS + 60_000);
    expect(await storage.ledger.get(job.id)).toBeNull();
  });
});

describe('pictures of Discord', () => {
  it('go after fewer days where their server wants that, and no later than the operator wants', async () => {
    const { jobs, clock, drawn, job, files } = await withPicture();
    const { place } = job;
    await drawn({ requestKey: 'elsewhere', place: { ...place, serverId: 'another' } });
    const keeper = { serverId: place.serverId, memberId: 'ada', memberName: 'Ada', mayManageServer: true };
    const keep = (value: string) => jobs.rules.settings.set(keeper, { name: 'keep-days', value, channelId: null });
    await keep('3000');
    expect((await jobs.keptFor(place)).days).toBe(180);
    await keep('7');
    expect(await jobs.keptFor(place)).toEqual({ days: 7, leftServerDays: 30, binHours: 24 });
    await clock.pass(8 * DAY_MS);
    expect(files()).toHaveLength(1);
    expect(await jobs.recent({ limit: 5 })).toMatchObject([{ job: { place: { serverId: 'another' } } }]);
  });

  it('go after the days that are stated, those of the studio stay', async () => {
    const { jobs, clock, files } = await withPicture();
    const studio = { platform: 'studio', serverId: 'studio', channelId: 'studio' } as const;
    const { job } = await jobs.submit(submission({ place: studio }));
    await expect.poll(async () => (await jobs.view(job.id))?.job.state.kind).toBe('done');
    await clock.pass(181 * DAY_MS);
    expect(files()).toHaveLength(1);
    expect(await jobs.recent({ limit: 5 })).toMatchObject([{ job: { place: { platform: 'studio' } } }]);
  });
});

/** All rows of all tables, as text. */
async function everythingIn(folder: string): Promise<string> {
  const database = openDatabase(join(folder, 'ledger.sqlite'), silentLog);
  const tables = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`.execute(database);
  const rows = await Promise.all(
    tables.rows.map(({ name }) => sql`SELECT * FROM ${sql.table(name)}`.execute(database)),
  );
  await database.destroy();
  return JSON.stringify(rows.map((each) => each.rows));
}

describe('a server that the bot has left', () => {
  it('is not drawn for, and after the time of grace nothing is kept of it', async () => {
    const clock = createHourlyClock();
    const folder = scratchFolder();
    const renderer = await withRenderer({ stepMs: 30 });
    const { jobs, presets, storage } = await startTestJobService({ folder, addresses: [renderer.address], clock });
    const here = { ...submission().place, serverId: 'forlorn' };
    const { serverId } = here;
    const asker = { serverId, memberId: 'ada', memberName: 'Ada', mayManageServer: true };
    await presets.create(asker, { name: 'ink', template: 'ink of {prompt}' });
    await jobs.rules.settings.set(asker, { name: 'spoiler', value: 'on', channelId: null });
    await jobs.delivery.setStarboardPost(serverId, 'a job', { channelId: '1', messageId: '2', count: 3 });
    const key = { home: here, scopes: [], requestsPerMinute: 1, secondsPerDay: null, createdAt: 0, expiresAt: null };
    const keyOf = (id: string, home: typeof here) => ({
      ...{ ...key, id, home, hash: '0'.repeat(64) },
      ...{ name: 'script', ownerId: 'ada', ownerName: 'Ada' },
    });
    await storage.apiKeys.change(() => [keyOf('left', here), keyOf('stays', submission().place)]);
    await jobs.enterServer(here);
    const views: JobView[] = [];
    for (let count = 0; count < 3; count += 1) {
      const order = { prompt: 'a SECRET', steps: 150, width: 64, height: 64 };
      views.push(await jobs.submit(submission({ place: here, order })));
    }
    await expect.poll(() => renderer.renders.some(({ state }) => state === 'drawing')).toBe(true);
    await jobs.leaveServer(here);
    expect(jobs.queue()).toEqual([]);
    await expect.poll(() => renderer.renders.every(({ state }) => state === 'cancelled')).toBe(true);
    expect(await jobs.enteredServers('discord')).toEqual([]);
    await clock.pass(29 * DAY_MS);
    expect(await storage.presets.list(serverId)).toHaveLength(1);
    expect(await everythingIn(folder)).toContain(serverId);
    await clock.pass(2 * DAY_MS);
    expect(await Promise.all(views.map(({ job }) => storage.ledger.get(job.id)))).toEqual([null, null, null]);
    expect((await storage.apiKeys.all()).map(({ id }) => id)).toEqual(['stays']);
    expect(await everythingIn(folder)).not.toMatch(/forlorn|SECRET|ink of/);
  });

  it('keeps everything when it takes the bot back in time', async () => {
    const { jobs, job, clock, files } = await withPicture();
    await jobs.leaveServer(job.place);
    await clock.pass(20 * DAY_MS);
    await jobs.enterServer(job.place);
    await clock.pass(20 * DAY_MS);
    await jobs.leaveServer(job.place);
    await clock.pass(20 * DAY_MS);
    expect(await jobs.pictures(job.id)).toHaveLength(1);
    expect(files()).toHaveLength(1);
  });
});
