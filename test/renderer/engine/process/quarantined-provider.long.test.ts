import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { startTestJobService, submission, viewsUntil } from '#test/bot/jobs/job-service-fixture.ts';
import { demoRender, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';
import { tinyRender } from '#test/renderer/engine/process/tiny-render.ts';
import { DECODER_END, decoderFile, scaleWeight, TOO_LARGE } from '#test/renderer/engine/scaled-weight.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

const BREAKING = new URL('../../../fakes/breaking-engine.ts', import.meta.url);
const FAULTY = new URL('../../../fakes/faulty-engine.ts', import.meta.url);
const MINUTE = 60_000;

function startEngine(breaks: Readonly<Record<string, string>>, entry = BREAKING) {
  const clock = createFakeClock();
  const cacheFolder = scratchFolder();
  writeFileSync(join(cacheFolder, 'breaks.json'), JSON.stringify(breaks));
  const settings = engineSettings({ provider: 'auto', cacheFolder });
  const engine = new ChildEngine(settings, { log: silentLog, entry, clock });
  onTestFinished(() => engine.close());
  // The pauses before a restart pass. Not much faster than they do, or a busy machine would look like one that hangs.
  const passing = setInterval(() => void clock.advance(100), 50);
  onTestFinished(() => clearInterval(passing));
  return { engine, clock, cacheFolder };
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

it('a provider whose decoder gives NaN is left where a trial then shows wrong numbers', async () => {
  const { engine } = startEngine({ cuda: 'wrong-trial' });
  expect(await engine.ready).toMatchObject({ provider: 'cuda' });
  const checkpoint = await writeTinyModel(scratchFolder(), 'sd15');
  await scaleWeight(decoderFile(checkpoint), DECODER_END, TOO_LARGE);
  const model = { name: 'overflowing', files: modelFilesAt(checkpoint), adapters: [] };
  const drawing = picturesOf(engine, await tinyRender('sd15', { model }));
  await expect(drawing).rejects.toMatchObject({ code: 'unavailable' });
  await expect.poll(() => engine.state.device?.provider, { timeout: 30_000 }).toBe('webgpu');
}, 60_000);

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

const FAULTS = 50;

it('fifty crashes, hangs and wrong numbers lose no job', async () => {
  const { engine, clock, cacheFolder } = startEngine({}, FAULTY);
  const renders = () => rendersIn(join(cacheFolder, 'renders.txt'));
  // Silence is noticed after 20 s; a process that hangs is the last one that drew.
  const waiting = setInterval(() => {
    const last = renders().at(-1);
    if (last?.manner === 'hang' && engine.pid === last.pid) void clock.advance(1_000);
  }, 50);
  onTestFinished(() => clearInterval(waiting));
  const renderer = await serveDemo(engine);
  onTestFinished(() => renderer.close());
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const isReady = () => workplace.cluster.snapshot().every(({ state }) => state?.phase === 'RENDERER_PHASE_READY');
  const ready = () => expect.poll(isReady, { timeout: 60_000 }).toBe(true);
  await ready();
  const broken = () => renders().filter(({ manner }) => manner !== 'drawn');
  const order = { prompt: 'a red house', width: 64, height: 64, steps: 4 };
  while (broken().length < FAULTS) {
    // Every card is set aside: a day later they may be tried again.
    if (engine.state.device?.provider === 'cpu') {
      await clock.advance(24 * 60 * MINUTE);
      await expect.poll(() => engine.state.device?.provider, { timeout: 60_000 }).toBe('cuda');
      await ready();
    }
    const { job } = await workplace.jobs.submit(submission({ order }));
    const isOver = ({ job: { state } }: JobView) => state.kind !== 'rendering' && state.kind !== 'queued';
    const views = await viewsUntil(workplace, job.id, isOver);
    expect(views.at(-1)?.job.state.kind).toBe('done');
  }
  const count = (name: string) => broken().filter(({ manner }) => manner === name).length;
  for (const manner of ['crash', 'hang', 'sick']) expect(count(manner)).toBeGreaterThanOrEqual(Math.floor(FAULTS / 3));
  expect(new Set(broken().map(({ provider }) => provider))).toEqual(new Set(['cuda', 'webgpu']));
}, 900_000);

function rendersIn(file: string) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => {
    const [manner, provider, pid] = line.split(' ');
    return { manner, provider, pid: Number(pid) };
  });
}
