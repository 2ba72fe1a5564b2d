import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Dispatcher } from '#bot/dispatch/dispatcher.ts';
import { createQueue } from '#bot/dispatch/fair-queue.ts';
import { createLiveJobs } from '#bot/dispatch/live-jobs.ts';
import { mirrorJobs } from '#bot/jobs/mirrored-jobs.ts';
import type { JobNotice } from '#bot/ports/job-feed.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { newJob } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('the bot that dispatches hears until when a panel of another bot can be changed, and of a press that gives it longer', async () => {
  const { ledger, close } = await openStorage({ file: join(scratchFolder(), 'ledger.sqlite') });
  const ending = new AbortController();
  const told = createMailbox<JobNotice>();
  const [liveJobs, queue, clock] = [createLiveJobs(), createQueue({ memberMax: 9, totalMax: 9 }), createFakeClock()];
  const dispatcher: Dispatcher = {
    enqueue(job) {
      const rest = { overtaken: 0, avoid: new Set<string>(), strikes: 0, suspicions: 0, alone: false, refusals: 0 };
      if (!queue.has(job.id)) queue.add({ job, ...rest });
    },
    resume() {},
    stop() {},
    async close() {},
  };
  const feed = { tell() {}, notices: (signal: AbortSignal) => told.read(signal) };
  const options = { ledger, liveJobs, queue, clock, log: silentLog };
  const mirror = mirrorJobs(options, { feed, signal: ending.signal, dispatcher: () => dispatcher });
  onTestFinished(async () => {
    ending.abort();
    told.close();
    await mirror.ended.catch(() => {});
    await close();
  });
  await ledger.accept(newJob('1', { createdAt: 0 }));
  told.put({ kind: 'gap' });
  await mirror.filled;
  const due = () => Array.from(queue.due(0), ({ waiting, deadline }) => [waiting.job.id, deadline]);
  expect([queue.size, due()]).toEqual([1, []]);
  const panel = { channelId: '2', messageId: '3', interactionToken: 't', reach: 'token' } as const;
  for (const minutes of [15, 22]) {
    await ledger.bindPanel('1', { ...panel, tokenExpiresAt: minutes * 60_000 });
    told.put({ kind: 'written', id: '1' });
    await expect.poll(due).toEqual([['1', (minutes - 1.5) * 60_000]]);
  }
  expect(liveJobs.get('1')?.job.panel?.tokenExpiresAt).toBe(22 * 60_000);
});
