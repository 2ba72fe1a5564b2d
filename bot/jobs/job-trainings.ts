import { expectTime } from '#bot/dispatch/expect-time.ts';
import type { CostOf } from '#bot/dispatch/fair-queue.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import type { JobId, Member } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import type { TrainingAcceptance } from '#bot/orders/training-acceptance.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { TrainingService } from '#bot/ports/training.ts';
import { createTrainingService, type TrainingContext } from '#bot/training/training-service.ts';

/** What follows from the others. */
type Derived = 'offer' | 'described' | 'accept' | 'costOf' | 'openMs' | 'jobs' | 'steer' | 'courseOf';

/** What trainings have beside what all jobs have. */
export interface JobTrainingOptions extends Omit<TrainingContext, Derived> {
  readonly cluster: Cluster;
  readonly speeds: Speeds;
  readonly liveJobs: LiveJobs;
  readonly expectedMs: CostOf;
  /** The renderer that a job of theirs runs at, or null. Throws `denied` where it is another's. */
  readonly running: (jobId: JobId, member: Member) => Promise<string | null>;
}

/** Training models, by the same gate and queue as drawing. */
export function jobTrainings(
  options: JobTrainingOptions,
  { train, offerNow, ...jobs }: TrainingAcceptance & TrainingContext['jobs'],
): TrainingService {
  const { cluster, speeds, liveJobs, expectedMs } = options;
  const costOf = (task: Task) => ({
    ms: expectedMs(task),
    isMeasured: expectTime([task], { renderers: cluster.snapshot(), speeds }) !== null,
  });
  const openMs = (memberId: string, serverId: string) =>
    liveJobs.all().reduce((sum, { job: { ownerId, place, settled } }) => {
      const isOwn = ownerId === memberId && place.serverId === serverId && settled.task.kind === 'train';
      return isOwn ? sum + expectedMs(settled.task) : sum;
    }, 0);
  return createTrainingService({
    ...options,
    ...{ offer: offerNow, accept: train, costOf, openMs, jobs },
    described: () => cluster.snapshot().flatMap(({ description }) => description ?? []),
    courseOf: (jobId) => liveJobs.courseOf(jobId),
    steer: steering(options),
  });
}

function steering({ cluster, running }: JobTrainingOptions): TrainingContext['steer'] {
  return {
    async end(jobId, member) {
      const rendererId = await running(jobId, member);
      if (rendererId !== null) await cluster.cancel(rendererId, jobId, { keep: true });
      return rendererId !== null;
    },
    async pause(jobId, member, isPaused) {
      const rendererId = await running(jobId, member);
      return rendererId !== null && cluster.pause(rendererId, jobId, isPaused);
    },
  };
}
