import { describe, expect, it } from 'vitest';
import { createBoard } from '#bot/jobs/board.ts';
import type { Job, JobView } from '#bot/jobs/job.ts';
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

describe('the board', () => {
  it('shows a newcomer every open job of the platform as it stands', async () => {
    const board = createBoard();
    for (const each of [job('a'), job('b', 'studio'), job('c')]) board.open(each);
    const views = await take(board.watch('discord', forEver), 2);
    expect(views.map((view) => view.job.id)).toEqual(['a', 'c']);
  });
  it('gives a slow reader the newest view of each job only', async () => {
    const board = createBoard();
    board.open(job('a'));
    board.open(job('b'));
    const watching = board.watch('discord', forEver);
    await watching.next();
    for (let step = 1; step <= 5; step += 1) board.change('a', { progress: { step } });
    board.change('b', { progress: { step: 9 } });
    const views = await take(watching, 2);
    expect(views.map(({ job: { id }, progress: { step } }) => [id, step])).toEqual([
      ['b', 9],
      ['a', 5],
    ]);
  });
  it('tells the end once, and nothing of the job after it', async () => {
    const board = createBoard();
    board.open(job('a'));
    const watching = board.watch('discord', forEver);
    await watching.next();
    const state = { kind: 'cancelled', byId: '1' } as const;
    expect(board.end('a', { state })).toBe(true);
    expect(board.end('a', { state })).toBe(false);
    board.change('a', { progress: { step: 3 } });
    board.open(job('b'));
    const views = await take(watching, 2);
    expect(views.map((view) => [view.job.id, view.job.state.kind, view.progress.step])).toEqual([
      ['a', 'cancelled', 0],
      ['b', 'queued', 0],
    ]);
    expect(board.get('a')).toBeNull();
  });
  it('keeps what two hands change at the same time', () => {
    const board = createBoard();
    board.open(job('a'));
    const panel = { channelId: '1', messageId: '2', interactionToken: null, tokenExpiresAt: 0 };
    board.change('a', { job: { panel } });
    board.change('a', { job: { attempts: 1 }, progress: { step: 1 } });
    expect(board.get('a')).toMatchObject({ job: { panel, attempts: 1 }, progress: { step: 1 } });
  });
});
