import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { openStorage } from '#bot/storage/storage.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { end, startTestJobService } from '#test/bot/jobs/job-service-fixture.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { newJob, settledOrder } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { demoSpec, serveDemo } from '#test/renderer/service/real-renderer.ts';

it('draws a job with a second pass through ledger, contract and engine, and stores it at its own size', async () => {
  const renderer = await serveDemo(new ChildEngine(engineSettings(), { log: silentLog }));
  onTestFinished(renderer.close);
  const folder = scratchFolder();
  const before = await openStorage({ file: join(folder, 'ledger.sqlite') });
  const {
    source: _none,
    imagePrompts: _images,
    control: _control,
    ownAdapters: _own,
    ...spec
  } = demoSpec({ hires: { scale: 1.6, steps: 2, strength: 0.5, by: 'pixels' } });
  const { task } = settledOrder(spec);
  await before.ledger.accept(newJob('a', { settled: { ...settledOrder(), task } }));
  await before.close();
  const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
  const size = { width: 104, height: 104 };
  expect((await end(jobs, 'a')).job.state).toMatchObject({ kind: 'done', attempt: 1, result: { pictures: [size] } });
  const [found] = await jobs.jobs.pictures('a');
  expect(await sharp(found!.data).metadata()).toMatchObject({ format: 'png', ...size });
});
