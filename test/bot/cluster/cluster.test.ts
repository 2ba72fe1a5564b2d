import { describe, expect, it } from 'vitest';
import { withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, clusterContract, snapshotsWhen, withCluster } from '#test/contract/cluster.ts';
import { settledOrder } from '#test/fakes/new-job.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

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
    expect(back).toMatchObject({ id: renderer.address, up: true, downReason: null });
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

const NEVER = new AbortController().signal;
