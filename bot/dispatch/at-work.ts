import type { InFlightJob } from '#bot/dispatch/in-flight.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { doneAfter, type Share, withLoad } from '#bot/dispatch/shared-steps.ts';
import { type Effort, type Speeds, STEPS_AROUND } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Job, JobId } from '#bot/domain/job.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';

/** The reason of a job that waits until its model is loaded. */
export const LOADING = 'waiting.loading';

/** What a renderer has to do now. */
export interface AtWork {
  /** What it draws, then what waits there. */
  readonly renders: readonly Share[];
  /** How many it draws at once. */
  readonly slots: number;
  /** Models that it has or will have for what it was given. */
  readonly models: ReadonlySet<string>;
}

export interface AtWorkOptions {
  readonly here: Iterable<InFlightJob>;
  readonly liveJobs: LiveJobs;
  readonly speeds: Speeds;
  /** Renders that it may be given. */
  readonly room: number;
}

/** What is known of the jobs that this renderer has been given, as work; null where its speed is not known. */
export function readAtWork(renderer: RendererSnapshot, options: AtWorkOptions): AtWork {
  const jobs = jobsHere(options);
  return {
    renders: jobs.flatMap((job) => shareOf(renderer, job, options) ?? []),
    slots: slotsOf(renderer, options),
    models: new Set(jobs.map(({ settled }) => effortOf(settled.task).model)),
  };
}

/** Whether a renderer says that it has a model loaded, with whatever adapters. */
export function isResident({ state }: RendererSnapshot, model: string): boolean {
  return state?.resident.some((resident) => resident.model === model) ?? false;
}

/**
 * Milliseconds until a render that is under way there is done; null where nothing was measured. Others there slow it
 * down, and while jobs are queued one like itself will join whenever one of them ends.
 */
export function remainingMs(
  id: JobId,
  renderer: RendererSnapshot,
  options: AtWorkOptions & { readonly areMoreQueued: boolean },
): number | null {
  const slots = slotsOf(renderer, options);
  const jobs = jobsHere(options);
  const shares = jobs.map((job) => shareOf(renderer, job, options));
  const at = jobs.findIndex((job) => job.id === id);
  const own = shares[at];
  if (!own) return null;
  const joining: readonly Share[] = options.areMoreQueued ? Array(slots).fill(own) : [];
  const nothing: Share = { steps: 0, stepMs: 0 };
  return doneAfter([...shares.map((share) => share ?? nothing), ...joining], slots)[at]!;
}

/** Those that are drawn before those that wait. */
function jobsHere({ here, liveJobs }: AtWorkOptions): readonly Job[] {
  const isWaiting = ({ id }: Job) => (liveJobs.get(id)?.progress.position ?? null) !== null;
  const jobs = Array.from(here, ({ queued }) => queued.job);
  return [...jobs.filter((job) => !isWaiting(job)), ...jobs.filter(isWaiting)];
}

function shareOf(renderer: RendererSnapshot, { id, settled }: Job, { liveJobs, speeds }: AtWorkOptions): Share | null {
  const effort: Effort = effortOf(settled.task);
  const stepMs = speeds.predict(renderer, effort, 1);
  if (stepMs === null) return null;
  const { step = 0, steps = 0, waitingFor = null } = liveJobs.get(id)?.progress ?? {};
  const share = { steps: (steps || effort.steps) - step + STEPS_AROUND, stepMs };
  const isLoading = waitingFor?.key === LOADING;
  return isLoading ? withLoad(share, speeds.loadMs(renderer.id, effort.model) ?? 0) : share;
}

/** What it may be given, unless it says that some of that waits. */
function slotsOf({ state }: RendererSnapshot, { room }: AtWorkOptions): number {
  if (state && state.waiting > 0 && state.rendering > 0) return Math.min(room, state.rendering);
  return room;
}
