import { describe, expect, it } from 'vitest';
import { createLiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { Job, JobView } from '#bot/domain/job.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

function job(id: string, platform: 'discord' | 'studio' = 'discord'): Job {
  const none = { parentId: null, attempts: 0, panel: null, delivered: false, createdAt: 0, finishedAt: null };
  const place = { platform, serverId: '1', channelId: '2' };
  return { ...none, id, place, ownerId: '1', ownerName: 'Nelly', settled: settledOrder(), state: { kind: 'queued' } };
}

const forEver = new AbortController().signal;

async function take(views: AsyncGenerator<JobView, void, undefined>, count: number): Promise<readonly JobView[]> {
  const taken: JobView[] = [];
  for await (const view of views) if (taken.push(view) === count) break;
  return taken;
}

describe('the live jobs', () => {
  it('shows a newcomer every open job of the platform as it stands', async () => {
    const liveJobs = createLiveJobs();
    for (const each of [job('a'), job('b', 'studio'), job('c')]) liveJobs.open(each);
    const views = await take(liveJobs.watch('discord', forEver), 2);
    expect(views.map((view) => view.job.id)).toEqual(['a', 'c']);
  });

  it('knows what is open of a member in a server, as it stands', () => {
    const liveJobs = createLiveJobs();
    const other = { ...job('c'), ownerId: '2' };
    const elsewhere = { ...job('d'), place: { ...job('d').place, serverId: '9' } };
    for (const each of [job('a'), job('b'), other, elsewhere]) liveJobs.open(each);
    liveJobs.change('b', { job: { attempts: 3 } });
    liveJobs.end('a', { state: { kind: 'done' } as Job['state'] });
    const of = (memberId: string, serverId: string) =>
      liveJobs.ofMember(memberId, serverId).map(({ job: { id, attempts } }) => [id, attempts]);
    expect([of('1', '1'), of('2', '1'), of('1', '9'), of('2', '9')]).toEqual([[['b', 3]], [['c', 0]], [['d', 0]], []]);
    for (const id of ['b', 'c', 'd']) liveJobs.end(id, { state: { kind: 'done' } as Job['state'] });
    expect(of('1', '1')).toEqual([]);
  });

  it('gives a slow reader the newest view of each job only', async () => {
    const liveJobs = createLiveJobs();
    liveJobs.open(job('a'));
    liveJobs.open(job('b'));
    const watching = liveJobs.watch('discord', forEver);
    await watching.next();
    for (let step = 1; step <= 5; step += 1) liveJobs.change('a', { progress: { step } });
    liveJobs.change('b', { progress: { step: 9 } });
    const views = await take(watching, 2);
    expect(views.map(({ job: { id }, progress: { step } }) => [id, step])).toEqual([
      ['b', 9],
      ['a', 5],
    ]);
  });
  it('tells the end once, and nothing of the job after it', async () => {
    const liveJobs = createLiveJobs();
    liveJobs.open(job('a'));
    const watching = liveJobs.watch('discord', forEver);
    await watching.next();
    const state = { kind: 'cancelled', byId: '1' } as const;
    expect(liveJobs.end('a', { state })).toBe(true);
    expect(liveJobs.end('a', { state })).toBe(false);
    liveJobs.change('a', { progress: { step: 3 } });
    liveJobs.open(job('b'));
    const views = await take(watching, 2);
    expect(views.map((view) => [view.job.id, view.job.state.kind, view.progress.step])).toEqual([
      ['a', 'cancelled', 0],
      ['b', 'queued', 0],
    ]);
    expect(liveJobs.get('a')).toBeNull();
  });
  it('keeps what two hands change at the same time', () => {
    const liveJobs = createLiveJobs();
    liveJobs.open(job('a'));
    const panel = { channelId: '1', messageId: '2', interactionToken: null, tokenExpiresAt: 0 };
    liveJobs.change('a', { job: { panel } });
    liveJobs.change('a', { job: { attempts: 1 }, progress: { step: 1 } });
    expect(liveJobs.get('a')).toMatchObject({ job: { panel, attempts: 1 }, progress: { step: 1 } });
  });
});
