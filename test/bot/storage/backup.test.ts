import { cpSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('a copy of the folder, made while the bot is stopped, brings back pictures and goes on with what was open', async () => {
  const [folder, copy] = [scratchFolder(), scratchFolder()];
  const quick = await withRenderer();
  const before = await startTestJobService({ folder, addresses: [quick.address] });
  const { job: drawn } = await before.jobs.submit(submission());
  await end(before, drawn.id);
  const pictures = await before.jobs.pictures(drawn.id);
  await before.stop();
  const standing = await withRenderer({ clock: createFakeClock() });
  const busy = await startTestJobService({ folder, addresses: [standing.address] });
  const { job: open } = await busy.jobs.submit(submission());
  await busy.stop();

  cpSync(folder, copy, { recursive: true });
  rmSync(folder, { recursive: true });
  const restored = await startTestJobService({ folder: copy, addresses: [(await withRenderer()).address] });
  expect(await restored.jobs.pictures(drawn.id)).toEqual(pictures);
  expect((await end(restored, open.id)).job.state.kind).toBe('done');
  expect((await restored.jobs.view(drawn.id))?.job.state.kind).toBe('done');
});
