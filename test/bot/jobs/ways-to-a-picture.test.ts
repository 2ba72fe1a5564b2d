import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JobId, JobView, Member } from '#bot/domain/job.ts';
import type { JobService, Submission } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** Everything that gives a job, but what only shows one that there is. */
type Way = Exclude<
  {
    [Name in keyof JobService]: JobService[Name] extends (...given: never[]) => Promise<JobView> ? Name : never;
  }[keyof JobService],
  'publish' | 'takeBack'
>;

type Request = Omit<Submission, 'order' | 'parentId'>;

/** A new one in the job service does not compile here until it is one of these. */
const WAYS: { readonly [Name in Way]: (jobs: JobService, from: JobId, request: Request) => Promise<JobView> } = {
  submit: (jobs, _, request) => jobs.submit({ ...request, order: { prompt: 'a boat' } }),
  reroll: (jobs, from, request) => jobs.reroll(from, request),
  vary: (jobs, jobId, request) => jobs.vary({ jobId, pictureIndex: 0, variation: 'subtle' }, request),
  finish: (jobs, from, request) => jobs.finish(from, request),
  upscale: (jobs, jobId, request) => jobs.upscale({ jobId, pictureIndex: 0, scale: 2 }, request),
  restore: (jobs, jobId, request) => jobs.restore({ jobId, pictureIndex: 0, fidelity: 0.5 }, request),
  animate: (jobs, jobId, request) => jobs.animate({ jobId, pictureIndex: 0, motion: 0 }, request),
  look: (jobs, jobId, request) => jobs.look({ jobId, pictureIndex: 0, task: 'describe' }, request),
  preprocess: (jobs, jobId, request) =>
    jobs.preprocess({ jobId, pictureIndex: 0, method: 'canny', low: 0, high: 0 }, request),
};

const MEMBER: Member = { id: 'bob', name: 'Bob', isModerator: false };
const PLACE = { platform: 'discord', channelId: 'channel' } as const;

/** What stands against it, each in a server of its own, and what the member is told. */
const REFUSALS = {
  off: 'switched drawing off',
  banned: 'Reason: Spam',
  adults: 'age-restricted',
  nothing: 'allow no pictures',
  open: 'allow 1 at a time',
  seconds: '0 GPU-seconds',
  platform: 'Discord says no',
} as const;

it('no way to a picture goes round what a server, its roles or the platform say, whatever it is asked for', async () => {
  const renderer = await withRenderer();
  const service = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const { jobs, storage } = service;
  const drawn = await end(service, (await jobs.submit(submission())).job.id);
  const asker = (serverId: string) => ({ serverId, memberId: 'ada', memberName: 'Ada', mayManageServer: true });
  const { settings, bans } = jobs.rules;
  await settings.set(asker('off'), { name: 'drawing', value: 'off', channelId: null });
  await settings.set(asker('adults'), { name: 'adults-only', value: 'on', channelId: null });
  await bans.add(asker('banned'), { memberId: MEMBER.id, memberName: 'Bob', reason: 'Spam' });
  const by = { roleName: 'everyone', authorId: 'ada', authorName: 'Ada' };
  const limit = (serverId: string, limits: object) =>
    storage.roleLimits.put({ ...by, serverId, roleId: serverId, limits }, { rolesMax: 9 });
  await Promise.all([limit('nothing', { jobs: 0 }), limit('open', { jobs: 1 }), limit('seconds', { secondsADay: 0 })]);
  renderer.setStepMs(60_000);
  const request = (serverId: string, member: Partial<Member> = {}): Request =>
    submission({ place: { ...PLACE, serverId }, member: { ...MEMBER, ...member } });
  await WAYS.submit(jobs, drawn.job.id, request('open'));
  const before = (await jobs.recent({ limit: 100 })).length;
  const demandRight = () =>
    Promise.reject(failure('denied', 'job.not-yours', { owner: 'Discord says no', act: 'cancel' }));
  const ways = fc.constantFrom(...(Object.keys(WAYS) as Way[]));
  const refusals = fc.constantFrom(...(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]));
  await fc.assert(
    fc.asyncProperty(ways, refusals, fc.boolean(), async (way, refusal, inThread) => {
      const asked = request(refusal, { ...(refusal === 'platform' && { demandRight }) });
      const place = inThread ? { ...asked.place, channelId: 'thread', threadOf: 'channel' } : asked.place;
      await expect(WAYS[way](jobs, drawn.job.id, { ...asked, place })).rejects.toThrow(REFUSALS[refusal]);
    }),
    { numRuns: 120 },
  );
  expect(await jobs.recent({ limit: 100 })).toHaveLength(before);
  await WAYS.reroll(jobs, drawn.job.id, request('free'));
});
