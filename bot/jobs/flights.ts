import type { JobId } from '#bot/jobs/job.ts';
import type { QueuedJob } from '#bot/jobs/queue.ts';
import { Failure } from '#shared/failure.ts';

/** A job that a renderer has, or is about to get. */
export interface Flight {
  readonly queued: QueuedJob;
  readonly rendererId: string;
  readonly predictedMs: number;
  /** The attempt that an earlier process began; null = none has begun. */
  readonly resumed: number | null;
  readonly stopping: AbortController;
}

/** Who is under way. */
export interface Flights {
  /** Keeps count of the flight while `carry` works; a job has one at a time. */
  launch(flight: Omit<Flight, 'stopping'>, carry: (flight: Flight) => Promise<void>): void;
  at(rendererId: string): readonly Flight[];
  /** Ends the job's flight and forgets it, which frees its place at once. */
  stop(id: JobId): Flight | null;
  /** Resolves when nothing is under way any more. */
  landed(): Promise<void>;
}

/** Nobody is under way. `freed` is called when a place became free. */
export function createFlights(freed: () => void): Flights {
  const flights = new Map<JobId, Flight>();
  const carrying = new Set<Promise<void>>();
  return {
    launch(plan, carry) {
      const flight = { ...plan, stopping: new AbortController() };
      const { id } = flight.queued.job;
      flights.set(id, flight);
      const carried = carry(flight).finally(() => {
        if (flights.get(id) === flight) flights.delete(id);
        carrying.delete(carried);
        freed();
      });
      carrying.add(carried);
    },
    at: (rendererId) => [...flights.values()].filter((flight) => flight.rendererId === rendererId),
    stop(id) {
      const flight = flights.get(id) ?? null;
      flights.delete(id);
      flight?.stopping.abort(new Failure('cancelled', 'The job was cancelled'));
      return flight;
    },
    async landed() {
      await Promise.all(carrying);
    },
  };
}
