import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { isOver, kill, startBot, until } from '#test/bot/jobs/bot-process.ts';
import {
  end,
  startTestJobService,
  submission,
  type TestJobService,
  viewsUntil,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 60_000 });

const KILLS = 5;

const isDrawing = ({ job, progress }: JobView) => job.state.kind === 'rendering' && progress.step > 0;
const allReady = ({ cluster }: TestJobService) =>
  cluster.snapshot().every(({ up, state }) => up && state?.phase === 'RENDERER_PHASE_READY');

/** A job of the demo model, large enough to be met while it is drawn. */
async function submit({ jobs }: TestJobService, steps = 12): Promise<string> {
  const order = { prompt: 'a red house by the sea', width: 64, height: 64, steps };
  return (await jobs.submit(submission({ order }))).job.id;
}

/** A bot and a renderer in this process, over an engine in a child. */
async function startAll({ clock = undefined as ReturnType<typeof createFakeClock> | undefined } = {}) {
  const engine = new ChildEngine(engineSettings(), { log: silentLog, ...(clock && { clock }) });
  const renderer = await serveDemo(engine);
  onTestFinished(() => renderer.close());
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  await expect.poll(() => allReady(workplace), { timeout: 20_000 }).toBe(true);
  return { ...workplace, engine };
}

/** Every job is drawn, its pictures are there once, and nobody was told twice that it is. */
function countEnds({ jobs, folder }: TestJobService) {
  const ends = new Map<string, number>();
  void (async () => {
    for await (const { job } of jobs.watch('discord', new AbortController().signal))
      if (isOver(job)) ends.set(job.id, (ends.get(job.id) ?? 0) + 1);
  })();
  return async (ids: readonly string[]) => {
    expect(Object.fromEntries(ends)).toEqual(Object.fromEntries(ids.map((id) => [id, 1])));
    expect(picturesIn(folder)).toEqual(ids.toSorted());
    for (const id of ids) expect((await jobs.view(id))?.job.state.kind).toBe('done');
  };
}

const picturesIn = (folder: string) =>
  readdirSync(join(folder, 'pictures'))
    .map((name) => name.replace(/-\d+-0\.png$/, ''))
    .toSorted();

it('five kills of the engine lose no job, fail none and show none twice', async () => {
  const all = await startAll();
  const check = countEnds(all);
  const ids: string[] = [];
  for (let count = 0; count < KILLS; count += 1) {
    const pair = [await submit(all), await submit(all)];
    await viewsUntil(all, pair[0]!, isDrawing);
    process.kill(all.engine.pid!, 'SIGKILL');
    await Promise.all(pair.map((id) => end(all, id)));
    ids.push(...pair);
  }
  expect(all.engine.state.starts).toBe(KILLS + 1);
  await check(ids);
});

it('an engine that freezes is replaced, and the job that it was drawing goes on', async () => {
  const clock = createFakeClock();
  const all = await startAll({ clock });
  const check = countEnds(all);
  const id = await submit(all);
  await viewsUntil(all, id, isDrawing);
  process.kill(all.engine.pid!, 'SIGSTOP');
  const ended = end(all, id);
  const startsAfterAnother = async () => {
    await clock.advance(21_000);
    return all.engine.state.starts;
  };
  await expect.poll(startsAfterAnother, { timeout: 20_000, interval: 200 }).toBe(2);
  expect((await ended).job.attempts).toBe(2);
  await check([id]);
});

it('of ten jobs only the one that kills every engine fails', async () => {
  const all = await startAll();
  const ids: string[] = [];
  for (let count = 0; count < 10; count += 1) ids.push(await submit(all, count === 3 ? 40 : 4));
  const poison = ids[3]!;
  let kills = 0;
  void (async () => {
    let attempt = 0;
    for await (const view of all.jobs.watch('discord', new AbortController().signal)) {
      if (view.job.id !== poison || !isDrawing(view) || view.job.attempts === attempt) continue;
      attempt = view.job.attempts;
      kills += 1;
      process.kill(all.engine.pid!, 'SIGKILL');
    }
  })();
  const states = await Promise.all(ids.map(async (id) => (await end(all, id)).job.state));
  expect(states.map(({ kind }) => kind)).toEqual(ids.map((id) => (id === poison ? 'failed' : 'done')));
  expect(states[3]).toMatchObject({ reason: { key: 'attempt.strikes', values: { count: 3 } } });
  expect(kills).toBe(3);
});

it('five kills of renderers lose no job, fail none and show none twice', async () => {
  const entry = join(import.meta.dirname, '../fakes/renderer-process.ts');
  const program = { entry, args: ['slow'], environment: process.env };
  const local = { a: program, b: program };
  const all = await startTestJobService({ folder: scratchFolder(), addresses: [], local });
  await expect.poll(() => allReady(all), { timeout: 20_000 }).toBe(true);
  const check = countEnds(all);
  const ids: string[] = [];
  for (let count = 0; count < KILLS; count += 1) {
    const pair = [(await all.jobs.submit(submission())).job.id, (await all.jobs.submit(submission())).job.id];
    const { job } = (await viewsUntil(all, pair[0]!, isDrawing)).at(-1)!;
    const where = job.state.kind === 'rendering' ? job.state.rendererId : '';
    const { description } = all.cluster.snapshot().find(({ id }) => id === where)!;
    process.kill(Number(description?.version), 'SIGKILL');
    await Promise.all(pair.map((id) => end(all, id)));
    ids.push(...pair);
  }
  await check(ids);
});

it('five kills of the bot lose no job, fail none, show none twice and draw none again', async () => {
  const renderer = await withRenderer({ stepMs: 60 });
  const folder = scratchFolder();
  const ids: string[] = [];
  const ends: string[] = [];
  let bot = startBot(folder, { addresses: [renderer.address] });
  for (let count = 0; count <= KILLS; count += 1) {
    bot.on('message', (said: { kind: string; id: string; state: JobView['job']['state'] }) => {
      if (said.kind === 'view' && isOver(said)) ends.push(said.id);
    });
    await until(bot, 'open');
    if (count === KILLS) break;
    const accepted = Promise.all([until(bot, 'accepted'), until(bot, 'view', ({ step }) => step > 0)]);
    bot.send(submission({ requestKey: `drill-${count}` }));
    ids.push((await accepted)[0].id);
    await kill(bot);
    bot = startBot(folder, { addresses: [renderer.address] });
  }
  await expect.poll(() => picturesIn(folder), { timeout: 20_000 }).toEqual(ids.toSorted());
  await expect.poll(() => ends.toSorted(), { timeout: 20_000 }).toEqual(ids.toSorted());
  expect(renderer.renders.map(({ request }) => request.jobId).toSorted()).toEqual(ids.toSorted());
  await kill(bot);
});
