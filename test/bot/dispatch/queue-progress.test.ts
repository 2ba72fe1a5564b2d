import { expect, it } from 'vitest';
import { createQueue } from '#bot/dispatch/fair-queue.ts';
import { createLiveJobs } from '#bot/dispatch/live-jobs.ts';
import { createQueueProgress } from '#bot/dispatch/queue-progress.ts';
import { createRendererIndex } from '#bot/dispatch/renderer-index.ts';
import { createSpeeds } from '#bot/dispatch/speed-estimate.ts';
import type { Job } from '#bot/domain/job.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const JOBS = 1_000;

function newWaiting(index: number) {
  const none = { parentId: null, attempts: 0, panel: null, delivered: false, createdAt: 0, finishedAt: null };
  const place = { platform: 'discord', serverId: '1', channelId: '2' } as const;
  const [id, ownerId] = [`job-${index}`, `member-${index % 7}`];
  const job: Job = { ...none, id, place, ownerId, ownerName: '', settled: settledOrder(), state: { kind: 'queued' } };
  return { job, overtaken: 0, avoid: new Set<string>(), strikes: 0, suspicions: 0, alone: false, refusals: 0 };
}

it('a thousand jobs that come at once are told their positions together, not the whole queue for each of them', async () => {
  const clock = createFakeClock();
  const ending = new AbortController();
  const queue = createQueue({ memberMax: JOBS, totalMax: JOBS });
  const liveJobs = createLiveJobs();
  const renderers = createRendererIndex();
  let passages = 0;
  const progress = createQueueProgress({
    queue,
    readRenderers: () => {
      passages += 1;
      return renderers;
    },
    readAtWork: () => ({ renders: [], slots: 1, models: new Set() }),
    liveJobs,
    speeds: createSpeeds(),
    clock,
    signal: ending.signal,
  });
  for (let index = 0; index < JOBS; index += 1) {
    const waiting = newWaiting(index);
    queue.add(waiting);
    liveJobs.open(waiting.job);
    progress.changed();
  }
  // The first hundred are a short queue, which is told at once; all that come then share one passage and one after it.
  const positions = () => liveJobs.all().map(({ progress: { position } }) => position);
  const told = async () => {
    await clock.advance(500);
    return new Set(positions()).size === JOBS && !positions().includes(null);
  };
  await expect.poll(told, { interval: 5 }).toBe(true);
  expect(passages).toBeLessThanOrEqual(100 + 3);
  ending.abort();
  await progress.idle();
});
