import { expect, it, onTestFinished } from 'vitest';
import { traceJobs } from '#bot/operation/job-traces.ts';
import { systemClock } from '#shared/clock.ts';
import { openTracer } from '#shared/tracing/open-tracer.ts';
import { end, startTestJobService, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { startOtlpReceiver } from '#test/fakes/otlp-receiver.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

const SIZE = { width: 64, height: 64 };

it('one trace goes from the order over the attempt to each step at the renderer, and names nobody', async () => {
  const collector = await startOtlpReceiver();
  onTestFinished(collector.close);
  const engine = createScriptedEngine();
  const renderer = await serveDemo(engine, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const tracer = await openTracer(collector.endpoint, { name: 'easel-bot', instance: 'one' });
  const ending = new AbortController();
  const tracing = traceJobs({ jobs: workplace.jobs, tracer, clock: systemClock }, ending.signal);

  const asked = Date.now() - 300;
  const interaction = (BigInt(asked - 1_420_070_400_000) << 22n) + 5n;
  const { job } = await workplace.jobs.submit(submission({ requestKey: `discord:${interaction}` }));
  const render = await expect
    .poll(() => engine.renders[0])
    .toBeDefined()
    .then(() => engine.renders[0]!);
  render.say({ kind: 'started', steps: 2, loadMs: 3 });
  for (const step of [1, 2]) render.say({ kind: 'step', step, steps: 2, stepMs: 5 });
  const data = tinyPng({ ...SIZE, seed: 1 });
  render.say({ kind: 'picture', index: 0, seed: 1, data, mime: 'image/png', alpha: false, ...SIZE });
  render.finish();
  expect((await end(workplace, job.id)).job.state.kind).toBe('done');
  ending.abort();
  await tracing;
  await Promise.all([tracer.close(), renderer.close()]);

  const { spans } = collector;
  const parentOf = (name: string) => {
    const found = spans.find((span) => span.name === name);
    return spans.find(({ spanId }) => spanId === found?.parentSpanId)?.name ?? null;
  };
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spans.filter(({ name }) => name === 'step').map(({ attributes }) => attributes['easel.step'])).toEqual([1, 2]);
  expect(
    ['job draw', 'acceptance', 'wait for a renderer', 'attempt', 'render draw', 'step', 'decode'].map(parentOf),
  ).toEqual([...[null, 'job draw', 'job draw', 'job draw', 'attempt', 'render draw', 'render draw']]);
  expect(spans.find(({ name }) => name === 'job draw')).toMatchObject({
    service: 'easel-bot',
    startTimeUnixNano: `${asked}000000`,
    attributes: { 'easel.job': job.id, 'easel.outcome': 'done', 'easel.platform': 'discord' },
  });
  for (const secret of ['lighthouse', 'nelly', 'Nelly', '"server"'])
    expect(collector.texts.join()).not.toContain(secret);
});
