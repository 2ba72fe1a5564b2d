import type { JobId } from '#bot/domain/job.ts';

/** Losses that are remembered: of a cluster that goes down as a whole, and some more. */
const LOSSES_MAX = 512;

/** Jobs of one renderer, and its link, hear that it is lost within this of each other. Milliseconds. */
const TOGETHER_MS = 3_000;

/** Renderers that were lost, engines and whole services, with the jobs that each took along. */
export interface RendererLosses {
  record(loss: LostJob): void;
  /** A whole service is gone, whatever it was at. */
  recordService(rendererId: string, at: number): void;
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
  const lossOf = (rendererId: string, { at, id }: { readonly at: number; readonly id: JobId | null }): Loss => {
    const isSame = (loss: Loss) => loss.rendererId === rendererId && Math.abs(at - loss.at) <= TOGETHER_MS;
    const known = losses.findLast((loss) => isSame(loss) && !(id !== null && loss.jobs.has(id)));
    if (known) return known;
    const loss = { rendererId, at, jobs: new Set<JobId>(), isUnexplained: true };
    if (losses.push(loss) > LOSSES_MAX) losses.shift();
    return loss;
  };
  return {
    record({ id, rendererId, at }) {
      const wasLostBefore = losses.some(({ jobs }) => jobs.has(id));
      const loss = lossOf(rendererId, { at, id });
      loss.jobs.add(id);
      loss.isUnexplained &&= !wasLostBefore;
    },
    recordService: (rendererId, at) => void lossOf(rendererId, { at, id: null }),
    without(id) {
      const first = losses.findIndex(({ jobs }) => jobs.has(id));
      if (first < 0) return 0;
      return losses.slice(first).filter(({ jobs, isUnexplained }) => isUnexplained && !jobs.has(id)).length;
    },
  };
}
