import type { JobId } from '#bot/domain/job.ts';

/** Losses that are remembered: of a cluster that goes down as a whole, and some more. */
const LOSSES_MAX = 512;

/** Jobs of one renderer hear that it is lost, or find it silent, within this of each other. Milliseconds. */
const TOGETHER_MS = 3_000;

/** Renderers that were lost while they drew, engines and whole services, with the jobs that each took along. */
export interface RendererLosses {
  record(loss: LostJob): void;
  /**
   * Renderers lost without this job since it was first lost with one. What a job had been lost with before does not
   * count: that job may have broken it.
   */
  without(id: JobId): number;
}

/** One job that was lost with its renderer. */
export interface LostJob {
  readonly id: JobId;
  readonly rendererId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Loss {
  readonly rendererId: string;
  readonly at: number;
  readonly jobs: Set<JobId>;
  /** None of its jobs had been lost with a renderer before. */
  isUnexplained: boolean;
}

/** None was lost yet. */
export function createRendererLosses(): RendererLosses {
  const losses: Loss[] = [];
  const sameLoss = ({ id, rendererId, at }: LostJob) =>
    losses.findLast(
      (loss) => loss.rendererId === rendererId && Math.abs(at - loss.at) <= TOGETHER_MS && !loss.jobs.has(id),
    );
  return {
    record(lost) {
      const wasLostBefore = losses.some(({ jobs }) => jobs.has(lost.id));
      const known = sameLoss(lost);
      const loss = known ?? { ...lost, jobs: new Set<JobId>(), isUnexplained: true };
      loss.jobs.add(lost.id);
      loss.isUnexplained &&= !wasLostBefore;
      if (!known && losses.push(loss) > LOSSES_MAX) losses.shift();
    },
    without(id) {
      const first = losses.findIndex(({ jobs }) => jobs.has(id));
      if (first < 0) return 0;
      return losses.slice(first).filter(({ jobs, isUnexplained }) => isUnexplained && !jobs.has(id)).length;
    },
  };
}
