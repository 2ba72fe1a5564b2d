import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  end,
  startTestJobService,
  submission,
  type TestJobService,
  viewsUntil,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/clock.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe('a renderer that says it lives and gets no further', () => {
  it('loses the job after five minutes without a step, whatever its heartbeats say', async () => {
    const clock = createFakeClock();
    const script: FakeRendererOptions['script'] = () => ({ kind: 'stall', atStep: 1 });
    const renderers = [await withRenderer({ script, clock }), await withRenderer()];
    const addresses = renderers.map(({ address }) => address);
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses, clock });
    for await (const snapshots of workplace.cluster.changes(new AbortController().signal))
      if (snapshots.every(({ up }) => up)) break;
    const { job } = await workplace.jobs.submit(submission());
    const stepAfter = async () => {
      await clock.advance(2);
      return (await workplace.jobs.view(job.id))?.progress.step;
    };
    await expect.poll(stepAfter, { timeout: 10_000 }).toBe(1);
    for (let seconds = 0; seconds < 295; seconds += 5) {
      await clock.advance(5_000);
      await setTimeout(2); // the heartbeat crosses a real connection
    }
    expect((await workplace.jobs.view(job.id))?.job.state).toMatchObject({ kind: 'rendering', attempt: 1 });
    await clock.advance(6_000);
    expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 2 });
  });
});

describe('a bot that stands still for a while (a closed lid, SIGSTOP)', () => {
  async function startDrawing() {
    const clock = createFakeClock();
    const drawing = createFakeClock();
    const renderer = await withRenderer({ clock: drawing, stepMs: 1_000 });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address], clock });
    const { job } = await workplace.jobs.submit(submission());
    await viewsUntil(workplace, job.id, ({ progress }) => progress.steps > 0 && progress.rendererName === 'fake');
    await expect.poll(() => drawing.sleepers).toBe(1);
    await drawing.advance(1_000);
    await viewsUntil(workplace, job.id, ({ progress }) => progress.step === 1);
    return { clock, drawing, renderer, workplace, id: job.id };
  }
  const draw = async (drawing: FakeClock, workplace: TestJobService, id: string) => {
    const ended = end(workplace, id);
    await drawing.advance(10_000);
    return (await ended).job;
  };

  it('reads what came meanwhile before it takes the renderer for silent', async () => {
    const { clock, drawing, renderer, workplace, id } = await startDrawing();
    await clock.jump(60_000);
    expect(await draw(drawing, workplace, id)).toMatchObject({ state: { kind: 'done', attempt: 1 }, attempts: 1 });
    expect(renderer.renders).toHaveLength(1);
  });

  it('joins the render again when the connection broke meanwhile', async () => {
    const { clock, drawing, renderer, workplace, id } = await startDrawing();
    await clock.jump(60_000);
    await renderer.cut();
    await expect.poll(() => renderer.readers, { timeout: 10_000 }).toBe(1);
    expect(await draw(drawing, workplace, id)).toMatchObject({ state: { kind: 'done', attempt: 1 }, attempts: 1 });
    expect(renderer.renders).toHaveLength(1);
  });

  it('holds it against nobody when the render was given up there, as nobody read it', async () => {
    const { clock, drawing, renderer, workplace, id } = await startDrawing();
    await clock.jump(60_000);
    await renderer.cut();
    renderer.giveUp();
    await viewsUntil(workplace, id, ({ job }) => job.state.kind === 'rendering' && job.state.attempt === 2);
    await expect.poll(() => drawing.sleepers, { timeout: 10_000 }).toBe(2); // the first still sleeps, for nobody
    expect(await draw(drawing, workplace, id)).toMatchObject({ state: { kind: 'done', attempt: 2 } });
  });
});
