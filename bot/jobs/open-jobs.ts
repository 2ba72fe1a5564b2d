import type { CostOf, JobQueue } from '#bot/dispatch/fair-queue.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { Job } from '#bot/domain/job.ts';
import type { OpenJobs } from '#bot/orders/open-jobs.ts';
import type { Log } from '#shared/log.ts';

/** What is open, as orders see it; `enqueue` has a job drawn that was opened. */
export function openJobs({
  liveJobs,
  queue,
  costOf,
  log,
  enqueue,
}: {
  readonly liveJobs: LiveJobs;
  readonly queue: JobQueue;
  readonly costOf: CostOf;
  readonly log: Log;
  readonly enqueue: (job: Job) => void;
}): OpenJobs {
  return {
    view: liveJobs.get,
    admit: queue.admit,
    dismiss: queue.dismiss,
    openOf: (memberId, serverId) => liveJobs.ofMember(memberId, serverId).length,
    openMs: (memberId, serverId) =>
      liveJobs.ofMember(memberId, serverId).reduce((sum, { job }) => sum + costOf(job.settled.task), 0),
    open(job) {
      const { id: jobId, place, ownerId, settled } = job;
      log.info({ jobId, ...place, ownerId, task: settled.task.kind }, 'job accepted');
      liveJobs.open(job);
      enqueue(job);
    },
  };
}
