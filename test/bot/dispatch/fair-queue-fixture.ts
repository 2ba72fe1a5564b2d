import { createQueue, type JobQueue, type QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { Job } from '#bot/domain/job.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

export const BOUNDS = { memberMax: 1_000, totalMax: 1_000 };

/** A job that waits, of the member whom its name begins with. */
export function queued(
  id: string,
  ownerId = id[0]!,
  steps = 4,
  where: { server?: string; relaxed?: boolean } = {},
): QueuedJob {
  const { server = '1', relaxed = false } = where;
  const state = { kind: 'queued' } as const;
  const settled = settledOrder({ steps });
  const place = { platform: 'discord', serverId: server, channelId: '2' } as const;
  const none = { parentId: null, attempts: 0, panel: null, delivered: false, createdAt: 0, finishedAt: null };
  const job: Job = {
    ...{ ...none, id, place, ownerId, ownerName: ownerId, settled, state },
    ...(relaxed && { isRelaxed: true }),
  };
  return { job, overtaken: 0, avoid: new Set(), strikes: 0, suspicions: 0, alone: false, refusals: 0 };
}

/** A queue of these. */
export function filled(...jobs: QueuedJob[]): JobQueue {
  const queue = createQueue(BOUNDS);
  for (const job of jobs) queue.add(job);
  return queue;
}

/** The jobs in the order in which they would be drawn. */
export const order = (queue: JobQueue) => [...queue.inOrder()].map(({ job }) => job.id);

/** Takes everything in the order in which it would be drawn. */
export function drain(queue: JobQueue): string[] {
  const taken: string[] = [];
  for (let next = order(queue)[0]; next; next = order(queue)[0]) {
    queue.take(next);
    taken.push(next);
  }
  return taken;
}
