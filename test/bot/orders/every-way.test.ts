import { expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** Every method of the job service that gives a job, but for those that show one again: a new one is missed by the compiler. */
type Way = Exclude<
  {
    [Name in keyof JobService]: JobService[Name] extends (...given: never[]) => Promise<JobView> ? Name : never;
  }[keyof JobService],
  'takeBack' | 'publish'
>;

it('a banned member gets nothing drawn, whichever way they ask, and nothing is left of it', async () => {
  const { address } = await withRenderer();
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [address] });
  const { jobs } = workplace;
  const { job } = await jobs.submit(submission());
  await end(workplace, job.id);
  const { order, ...request } = submission({ requestKey: 'banned' });
  const { id: memberId, name: memberName } = request.member;
  const { serverId } = request.place;
  const mod = { serverId, memberId: 'mod', memberName: 'Mod', mayManageServer: false, isModerator: true };
  await jobs.rules.bans.add(mod, { memberId, memberName, reason: 'Spam' });
  const own = { jobId: job.id, pictureIndex: 0 };
  const image = { sha256: 'ab'.repeat(32), bytes: 1, mime: 'image/png' };
  const ways: Readonly<Record<Way, () => Promise<JobView>>> = {
    submit: () => jobs.submit({ ...request, order }),
    reroll: () => jobs.reroll(job.id, request),
    vary: () => jobs.vary({ ...own, variation: 'subtle' }, request),
    finish: () => jobs.finish(job.id, request),
    upscale: () => jobs.upscale({ ...own, scale: 0 }, request),
    restore: () => jobs.restore({ ...own, fidelity: 0.5 }, request),
    animate: () => jobs.animate({ ...own, motion: 0 }, request),
    preprocess: () => jobs.preprocess({ ...own, method: 'canny', low: 0, high: 0 }, request),
    look: () => jobs.look({ task: 'describe', image, words: 'x' }, request),
  };
  for (const [name, way] of Object.entries(ways))
    await expect(way(), name).rejects.toMatchObject({ code: 'denied', message: expect.stringContaining('Spam') });
  expect(await jobs.recent({ limit: 9 })).toHaveLength(1);
});
