import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, clusterContract, snapshotsWhen, withCluster } from '#test/contract/cluster.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { settledOrder } from '#test/fakes/new-job.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const {
  kind: _,
  source: _none,
  imagePrompts: _images,
  control: _control,
  ownAdapters: _own,
  ...DRAW
} = settledOrder().task;
const REQUEST = { jobId: 'a', attempt: 1, epoch: 1, task: 'draw', draw: DRAW } as const;

clusterContract('the fake renderer', async () => {
  const { address, close } = await startFakeRenderer({ stepMs: 5 });
  return { address, close, spec: DRAW };
});

describe('a dialled renderer', () => {
  it('that is not there is down, and the reason names its address', async () => {
    const cluster = withCluster(['127.0.0.1:9']);
    const [snapshot] = await snapshotsWhen(cluster, ([first]) => first!.downReason!.key === 'link.unreachable');
    expect(snapshot).toMatchObject({ id: '127.0.0.1:9', up: false, description: null });
    expect(inEnglish(snapshot!.downReason)).toContain('renderer 127.0.0.1:9 cannot be reached');
    const rendering = cluster.render('127.0.0.1:9', REQUEST, NEVER);
    await expect(rendering.next()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await cluster.cancel('127.0.0.1:9', 'a')).toBe(false);
  });
  it('that dies is down with what was known last, and up again when it is back', async () => {
    const renderer = await withRenderer();
    const cluster = withCluster([renderer.address]);
    await snapshotsWhen(cluster, allReady);
    await renderer.vanish();
    const [gone] = await snapshotsWhen(cluster, ([first]) => !first!.up);
    expect(gone!.description?.name).toBe('fake');
    await withRenderer({ port: Number(renderer.address.split(':')[1]) });
    const [back] = await snapshotsWhen(cluster, allReady);
    expect(back).toMatchObject({ id: renderer.address, up: true, downReason: null, connects: 2 });
  });
  it('shows each change of its state', async () => {
    const renderer = await withRenderer();
    const cluster = withCluster([renderer.address]);
    await snapshotsWhen(cluster, allReady);
    renderer.setPhase('RENDERER_PHASE_DRAINING');
    const [draining] = await snapshotsWhen(cluster, (all) => !allReady(all));
    expect(draining).toMatchObject({ up: true, state: { phase: 'RENDERER_PHASE_DRAINING' } });
  });
  it('that another bot has taken over, with a copy of the ledger, is out of use, and says why', async () => {
    const renderer = await withRenderer();
    const [older, newer] = [withCluster([renderer.address]), withCluster([renderer.address])];
    await Promise.all([older, newer].map((cluster) => snapshotsWhen(cluster, allReady)));
    await newer.render(renderer.address, { ...REQUEST, epoch: 9 }, NEVER).next();
    const refused = older.render(renderer.address, { ...REQUEST, jobId: 'b', epoch: 8 }, NEVER).next();
    await expect(refused).rejects.toMatchObject({ code: 'superseded' });
    const [snapshot] = await snapshotsWhen(older, ([first]) => !first!.up);
    expect(inEnglish(snapshot!.downReason)).toContain(`another bot uses renderer ${renderer.address}`);
    expect(older.snapshot()[0]).toBe(older.snapshot()[0]);
    expect(newer.snapshot()[0]!.up).toBe(true);
  });
  it('that nobody configured cannot be used', async () => {
    const cluster = withCluster([]);
    expect(() => cluster.render('x', REQUEST, NEVER)).toThrow(/not there/);
    expect(await cluster.countTokens('tiny', { chunks: [] })).toBeNull();
  });
});

describe('a renderer in maintenance', () => {
  it('stays so for every bot of the ledger and after a restart, until one of them takes it back', async () => {
    const { maintenance: store, close } = await openStorage({ file: join(scratchFolder(), 'ledger.sqlite') });
    onTestFinished(close);
    const renderer = await withRenderer();
    const clock = createFakeClock();
    const open = async () => {
      const maintenance = { store, initial: await store.all() };
      const cluster = openCluster({ addresses: [renderer.address], local: {}, maintenance, clock, log: silentLog });
      onTestFinished(() => cluster.close());
      await snapshotsWhen(cluster, ([first]) => first!.up);
      return cluster;
    };
    const before = await open();
    await before.maintain(renderer.address, 'a new fan');
    const entry = { renderer: renderer.address, reason: 'a new fan', since: clock.now() };
    expect(before.snapshot()[0]!.maintenance).toEqual(entry);
    expect(before.snapshot()[0]).toBe(before.snapshot()[0]);
    await snapshotsWhen(before, ([first]) => first!.state?.phase === 'RENDERER_PHASE_DRAINING');
    const after = await open();
    expect(after.snapshot()[0]!.maintenance).toEqual(entry);
    await after.maintain(renderer.address, null);
    await snapshotsWhen(after, (all) => allReady(all) && !all[0]!.maintenance);
    await clock.advance(5_000);
    await snapshotsWhen(before, ([first]) => !first!.maintenance);
    await expect(before.maintain('gpu9:1', 'a new fan')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('renderers behind a name', () => {
  it('are found when they come, stay while they answer, and are forgotten when they are out of it and gone', async () => {
    const renderer = await withRenderer();
    const [, port] = renderer.address.split(':');
    const clock = createFakeClock();
    let answer: () => Promise<readonly string[]> = () => refuse('ENOTFOUND');
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return answer();
    };
    const addresses = [`dns:///renderers:${port}`];
    const cluster = openCluster({ addresses, resolve, dispatcher: 'bot', local: {}, clock, log: silentLog });
    onTestFinished(() => cluster.close());
    const ids = () => cluster.snapshot().map(({ id }) => id);
    await clock.advance(10_000);
    expect([asked, ids()]).toEqual([['renderers', 'renderers'], []]);
    answer = async () => ['127.0.0.1', '::1'];
    await clock.advance(10_000);
    expect(ids()).toEqual([renderer.address, `[::1]:${port}`]);
    await snapshotsWhen(cluster, ([first]) => first!.up);
    answer = () => refuse('EAI_AGAIN');
    await clock.advance(10_000);
    expect(ids()).toHaveLength(2);
    answer = async () => [];
    await clock.advance(10_000);
    expect(ids()).toEqual([renderer.address]);
    await renderer.vanish();
    await snapshotsWhen(cluster, ([first]) => !first!.up);
    await clock.advance(10_000);
    expect(await snapshotsWhen(cluster, (all) => all.length === 0)).toEqual([]);
  });
  it('are there for the first who looks, so that what they draw is joined after a restart and not drawn again', async () => {
    const { promise, resolve: found } = Promise.withResolvers<readonly string[]>();
    const addresses = ['dns:///renderers:9', '127.0.0.1:9'];
    const options = { resolve: () => promise, local: {}, clock: createFakeClock(), log: silentLog };
    const cluster = openCluster({ addresses, ...options });
    onTestFinished(() => cluster.close());
    const first = snapshotsWhen(cluster, () => true);
    found(['127.0.0.2']);
    expect((await first).map(({ id }) => id)).toEqual(['127.0.0.1:9', '127.0.0.2:9']);
  });
});

/** As the system's resolver says that it found nothing. */
function refuse(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(code), { code }));
}

const NEVER = new AbortController().signal;
