import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { JobId } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';

/** A job that a renderer has, or is about to get. */
export interface InFlightJob {
  readonly queued: QueuedJob;
  readonly rendererId: string;
  readonly predictedMs: number;
  /** The attempt that an earlier process began; null = none has begun. */
  readonly resumed: number | null;
  readonly stopping: AbortController;
  /** Others were at its renderer while it was: when that breaks, nobody knows whose fault it is. */
  hadNeighbours: boolean;
}

/** The jobs that renderers have now. */
export interface InFlightJobs {
  /** Counts the job as in flight while `run` works; a job is in flight once at a time. */
  start(
    inFlightJob: Omit<InFlightJob, 'stopping' | 'hadNeighbours'>,
    run: (inFlightJob: InFlightJob) => Promise<void>,
  ): void;
  has(id: JobId): boolean;
  at(rendererId: string): ReadonlySet<InFlightJob>;
  /** Aborts the job's attempt and counts it as in flight no more, which frees its place at once. */
  stop(id: JobId): InFlightJob | null;
  /** Resolves when every `run` has ended. */
  idle(): Promise<void>;
}

/** No job is in flight. `freed` is called when a place became free. */
export function createInFlightJobs(freed: () => void): InFlightJobs {
  const inFlight = new Map<JobId, InFlightJob>();
  const byRenderer = new Map<string, Set<InFlightJob>>();
  const running = new Set<Promise<void>>();
  const forget = (inFlightJob: InFlightJob) => {
    const { queued, rendererId } = inFlightJob;
    inFlight.delete(queued.job.id);
    const others = byRenderer.get(rendererId);
    others?.delete(inFlightJob);
    if (others?.size === 0) byRenderer.delete(rendererId);
  };
  return {
    start(plan, run) {
      const others = byRenderer.get(plan.rendererId) ?? new Set<InFlightJob>();
      for (const other of others) other.hadNeighbours = true;
      const inFlightJob = { ...plan, stopping: new AbortController(), hadNeighbours: others.size > 0 };
      const { id } = inFlightJob.queued.job;
      inFlight.set(id, inFlightJob);
      byRenderer.set(plan.rendererId, others.add(inFlightJob));
      const done = run(inFlightJob).finally(() => {
        if (inFlight.get(id) === inFlightJob) forget(inFlightJob);
        running.delete(done);
        freed();
      });
      running.add(done);
    },
    has: (id) => inFlight.has(id),
    at: (rendererId) => byRenderer.get(rendererId) ?? NONE,
    stop(id) {
      const inFlightJob = inFlight.get(id) ?? null;
      if (inFlightJob) forget(inFlightJob);
      inFlightJob?.stopping.abort(failure('cancelled', 'attempt.cancelled'));
      return inFlightJob;
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

const NONE: ReadonlySet<InFlightJob> = new Set();
