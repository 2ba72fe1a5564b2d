import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { startTestJobService, submission, viewsUntil } from '#test/bot/jobs/job-service-fixture.ts';
import { demoRender, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

const ENTRY = new URL('../../../fakes/breaking-engine.ts', import.meta.url);
const MINUTE = 60_000;

function startEngine(breaks: Readonly<Record<string, string>>, clock = createFakeClock()) {
  const cacheFolder = scratchFolder();
  writeFileSync(join(cacheFolder, 'breaks.json'), JSON.stringify(breaks));
  const settings = engineSettings({ provider: 'auto', cacheFolder });
  const engine = new ChildEngine(settings, { log: silentLog, entry: ENTRY, clock });
  onTestFinished(() => engine.close());
  // The pauses before a restart pass. Not much faster than they do, or a busy machine would look like one that hangs.
  const passing = setInterval(() => void clock.advance(100), 50);
  onTestFinished(() => clearInterval(passing));
  return { engine, clock };
}

it.each(['crash', 'hang', 'sick'])(
  'a provider that ends renders by a %s is left, and tried again when its time is over',
  async (manner) => {
    const { engine, clock } = startEngine({ cuda: manner });
    expect(await engine.ready).toMatchObject({ provider: 'cuda' });
    for (let fault = 0; fault < (manner === 'sick' ? 1 : 2); fault++) {
      await engine.ready;
      const drawing = expect(picturesOf(engine, demoRender({ steps: 4 }))).rejects.toMatchObject({
        code: 'unavailable',
      });
      // Silence is noticed after 20 s.
      const waiting = setInterval(() => void clock.advance(manner === 'hang' ? 1000 : 0), 50);
      await drawing.finally(() => clearInterval(waiting));
    }
    await expect.poll(() => engine.state.device?.provider, { timeout: 30_000 }).toBe('webgpu');
    await expect(picturesOf(engine, demoRender({ steps: 4 }))).resolves.toHaveLength(1);
    await clock.advance(10 * MINUTE);
    await expect.poll(() => engine.state.device?.provider, { timeout: 30_000 }).toBe('cuda');
  },
  90_000,
);

it('a job whose providers break one after the other is drawn on the last, and told once', async () => {
  const { engine } = startEngine({ cuda: 'sick', webgpu: 'sick' });
  const renderer = await serveDemo(engine);
  onTestFinished(() => renderer.close());
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const ready = () => workplace.cluster.snapshot().every(({ state }) => state?.phase === 'RENDERER_PHASE_READY');
  await expect.poll(ready, { timeout: 30_000 }).toBe(true);
  const order = { prompt: 'a red house', width: 64, height: 64, steps: 4 };
  const { job } = await workplace.jobs.submit(submission({ order }));
  const views = await viewsUntil(workplace, job.id, ({ job: { state } }) => state.kind === 'done');
  expect(views.at(-1)?.job).toMatchObject({ attempts: 3, state: { kind: 'done' } });
  expect(engine.state.device?.provider).toBe('cpu');
}, 90_000);
