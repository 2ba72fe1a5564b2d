import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { easelPolicy } from '#test/bench/policy/easel-policy.ts';
import { recordTrace } from '#test/bench/policy/record-trace.ts';
import { simulate } from '#test/bench/policy/simulate.ts';
import { readTrace } from '#test/bench/policy/trace.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('what members asked a bot for is played on simulated renderers, without their names and words', async () => {
  const folder = scratchFolder();
  const renderer = await withRenderer();
  const service = await startTestJobService({ folder, addresses: [renderer.address] });
  const { order, place, member } = submission();
  const asked = [
    submission(),
    submission({ member: { ...member, id: 'ada' }, order: { ...order, steps: 8, count: 2 } }),
    submission({ place: { ...place, serverId: 'another' }, order: { ...order, width: 128 } }),
  ];
  for (const each of asked) await end(service, (await service.jobs.submit(each)).job.id);
  await service.stop();

  const database = openDatabase(join(folder, 'ledger.sqlite'));
  const lines: string[] = [];
  for await (const line of recordTrace(database)) lines.push(line);
  await database.destroy();
  expect(lines.join()).not.toMatch(/nelly|ada|another|lighthouse/);
  const trace = readTrace('recorded', lines.join('\n'), [{ id: 'r', stepMs: 50, modelsMax: 1 }]);
  expect(trace.jobs).toMatchObject([
    { at: 0, serverId: 'server-0', memberId: 'member-0', model: 'tiny', steps: 4, side: 64, count: 1 },
    { serverId: 'server-0', memberId: 'member-1', steps: 8, count: 2 },
    { serverId: 'server-1', memberId: 'member-0', side: 91 },
  ]);
  expect(simulate(trace, easelPolicy(['tiny']))).toMatchObject({ loads: 1, waitsMs: { length: 3 } });
});
