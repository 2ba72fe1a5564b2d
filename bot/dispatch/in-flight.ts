import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { JobId } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';

/** A job that a renderer has, or is about to get. */
export interface InFlightJob {
  readonly queued: QueuedJob;
  readonly rendererId: string;
  readonly predictedMs: number;
  /** The attempt that an earlier process began; null = none has begun. */
  readonly resumed: number | null;
  readonly stopping: AbortController;
}

/** Who is under way. */
export interface InFlightJobs {
  /** Counts the job as in flight while `run` works; a job is in flight once at a time. */
  start(inFlightJob: Omit<InFlightJob, 'stopping'>, run: (inFlightJob: InFlightJob) => Promise<void>): void;
  at(rendererId: string): readonly InFlightJob[];
  /** Aborts the job's attempt and forgets it, which frees its place at once. */
  stop(id: JobId): InFlightJob | null;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

/** Nobody is under way. `freed` is called when a place became free. */
export function createInFlightJobs(freed: () => void): InFlightJobs {
  const inFlight = new Map<JobId, InFlightJob>();
  const running = new Set<Promise<void>>();
  return {
    start(plan, run) {
      const inFlightJob = { ...plan, stopping: new AbortController() };
      const { id } = inFlightJob.queued.job;
      inFlight.set(id, inFlightJob);
      const done = run(inFlightJob).finally(() => {
        if (inFlight.get(id) === inFlightJob) inFlight.delete(id);
        running.delete(done);
        freed();
      });
      running.add(done);
    },
    at: (rendererId) => [...inFlight.values()].filter((inFlightJob) => inFlightJob.rendererId === rendererId),
    stop(id) {
      const inFlightJob = inFlight.get(id) ?? null;
      inFlight.delete(id);
      inFlightJob?.stopping.abort(new Failure('cancelled', 'The job was cancelled'));
      return inFlightJob;
    },
    async idle() {
      await Promise.all(running);
    },
  };
}
