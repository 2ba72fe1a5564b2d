import { describe, expect, it, onTestFinished } from 'vitest';
import type { RenderRequest } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import type { FakeRenderer } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe('a renderer whose whole service is gone', () => {
  const PATIENT = { timeout: 10_000 };

  it('loses its job to another that has room at once, and only who lost two is drawn alone next', async () => {
    // Nothing is ever finished unless this goes on; steps are slow, so that an idle renderer is worth a load.
    const [clock, stepMs] = [createFakeClock(), 60_000];
    const renderers = await Promise.all([1, 2, 3].map(() => withRenderer({ clock, stepMs })));
    const addresses = renderers.map(({ address }) => address);
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses });
    for await (const snapshots of workplace.cluster.changes(new AbortController().signal))
      if (snapshots.every(({ up }) => up)) break;
    const jobs = workplace.jobs;
    const where = (job: string, attempt: number) =>
      renderers.findIndex(({ renders }) =>
        renders.some(({ request }) => request.jobId === job && request.attempt === attempt),
      );
    const begun = (job: string, attempt: number) => expect.poll(() => where(job, attempt), PATIENT).not.toBe(-1);
    const ids: string[] = [];
    for (let count = 0; count < renderers.length; count += 1) {
      ids.push((await jobs.submit(submission())).job.id);
      await begun(ids[count]!, 1);
    }
    const twice = ids[0]!;
    await renderers[where(twice, 1)]!.vanish();
    await begun(twice, 2);
    const next = where(twice, 2);
    expect(renderers[next]!.renders).toHaveLength(2);
    const last = renderers.find((_, index) => index !== next && index !== where(twice, 1))!;
    await renderers[next]!.vanish();
    await expect.poll(async () => (await jobs.view(twice))!.job.state.kind, PATIENT).toBe('queued');
    expect(last.renders).toHaveLength(1);
    const ended = Promise.all(ids.map(async (id) => (await end(workplace, id)).job));
    const going = setInterval(() => void clock.advance(stepMs), 2);
    onTestFinished(() => clearInterval(going));
    expect((await ended).map(({ state }) => state.kind)).toEqual(['done', 'done', 'done']);
    expect(last.renders.map(({ request }) => request.attempt)).toEqual([1, 3, 2]);
  });

  for (const isDrawn of [true, false])
    it(`three times by the same job takes that job out, and nobody who was beside it: ${isDrawn ? '' : 'un'}drawn`, async () => {
      const isPoison = (request: RenderRequest) => request.task === 'draw' && request.draw.seed === 13;
      const renderers: FakeRenderer[] = [];
      const scriptOf = (index: number) => (request: RenderRequest) => {
        if (!isPoison(request)) return null;
        if (!isDrawn) void renderers[index]!.vanish(); // before it says that it takes it
        return { kind: 'vanish', atStep: 2 } as const;
      };
      for (let index = 0; index < 4; index += 1)
        renderers.push(await withRenderer({ script: scriptOf(index), slots: 2 }));
      const addresses = renderers.map(({ address }) => address);
      const workplace = await startTestJobService({ folder: scratchFolder(), addresses });
      for await (const snapshots of workplace.cluster.changes(new AbortController().signal))
        if (snapshots.every(({ up }) => up)) break;
      const seeds = [1, 2, 13, 4, 5, 6, 7, 8];
      const orders = seeds.map((seed) => submission({ order: { ...submission().order, seed } }));
      const ids = await Promise.all(orders.map(async (order) => (await workplace.jobs.submit(order)).job.id));
      const states = await Promise.all(ids.map(async (id) => (await end(workplace, id)).job.state));
      expect(states.map(({ kind }) => kind)).toEqual(seeds.map((seed) => (seed === 13 ? 'failed' : 'done')));
      expect(states[2]).toMatchObject({ reason: { key: 'attempt.strikes', values: { count: 3 } } });
      const drawn = renderers.flatMap(({ renders }) => renders.filter(({ request }) => isPoison(request)));
      expect(drawn).toHaveLength(3);
    });

  it('for good gives back what waits there, which is nobody’s fault', async () => {
    const failure = new Failure('unavailable', 'stopping', { said: { key: 'renderer.stopping', values: {} } });
    const renderer = await withRenderer({
      script: (_, number) => (number < 4 ? { kind: 'break', atStep: 0, failure } : null),
    });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
    const { job } = await workplace.jobs.submit(submission());
    expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 5 });
  });
});
