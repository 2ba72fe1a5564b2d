import { expect, it } from 'vitest';
import { whyOfDeadline } from '#bot/dispatch/deadline-reason.ts';
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
    predictTimes: () => () => 1_000,
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

it.each<[what: string, etaMs: number | null, takesMs: number, key: string | undefined]>([
  ['is in time', 60_000, 10_000, undefined],
  ['is in time as far as is known', null, 10_000, undefined],
  ['may go before its turn, which comes too late', 60_001, 10_000, 'waiting.before-turn'],
  ['may go before its turn as long as it can be in time at all', 90_000, 60_000, 'waiting.before-turn'],
  ['is late whatever is done', 90_000, 60_001, 'waiting.late'],
  ['is late whatever is known', null, 60_001, 'waiting.late'],
])('a job with a deadline in a minute says that it %s', (_what, etaMs, takesMs, key) => {
  expect(whyOfDeadline({ deadline: 100_000, now: 40_000, etaMs, takesMs })?.key).toBe(key);
});
