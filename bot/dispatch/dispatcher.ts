import { type CoolDowns, createCoolDowns } from '#bot/dispatch/cool-downs.ts';
import type { JobQueue, QueuedJob } from '#bot/dispatch/fair-queue.ts';
import { createInFlightJobs, type InFlightJob, type InFlightJobs } from '#bot/dispatch/in-flight.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { choosePlacements, type RendererLoad, type WaitingJob } from '#bot/dispatch/placement.ts';
import { publishQueueProgress } from '#bot/dispatch/queue-progress.ts';
import { runJob } from '#bot/dispatch/run-job.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { IDLE, type Job } from '#bot/domain/job.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { Cluster, DescriptionStore, RendererSnapshot } from '#bot/ports/cluster.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { Clock } from '#shared/clock.ts';
import type { Description } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Renders that one renderer holds at once: one more than it draws, so that it never waits for us. */
const ROOM_ON_CPU = 2;
const ROOM_ON_GPU = 4;

/** What a job is reckoned to take where nothing was measured. Milliseconds. */
const UNKNOWN_MS = 5_000;

/** How often the waiting are told anew how long it will be, whatever else happens. Milliseconds. */
const TELL_EVERY_MS = 3_000;

/** Everything that drives jobs. */
export interface DispatcherOptions {
  readonly ledger: Ledger;
  readonly pictures: PictureStore;
  readonly descriptions: DescriptionStore;
  readonly cluster: Cluster;
  readonly liveJobs: LiveJobs;
  readonly queue: JobQueue;
  readonly speeds: Speeds;
  readonly clock: Clock;
  readonly log: Log;
  /** Of this start; see RenderRequest. */
  readonly epoch: number;
}

/** Gives queued jobs to renderers until every job has ended. */
export interface Dispatcher {
  /** A job that is queued in the ledger and among the live jobs. */
  enqueue(job: Job): void;
  /** A job that was being drawn when the last process died. */
  resume(job: Job): void;
  /** The ledger says that this job is cancelled: takes it out of the queue or off its renderer. */
  stop(job: Job): void;
  /** Lets go of all attempts. They go on at their renderers for the grace period, and the next start joins them. */
  close(): Promise<void>;
}

/** Starts dispatching; runs until closed. */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { cluster, liveJobs, queue, clock } = options;
  const closing = new AbortController();
  const inFlight = createInFlightJobs(() => dispatch());
  const coolDowns = createCoolDowns({ clock, signal: closing.signal, cooledDown: () => dispatch() });
  const run = (inFlightJob: InFlightJob) => runJob(inFlightJob, { ...options, coolDowns, closing: closing.signal });

  function dispatch() {
    if (closing.signal.aborted) return;
    const context = { ...options, inFlight, coolDowns };
    for (const { queued, rendererId, predictedMs } of takePlacements(context))
      inFlight.start({ queued, rendererId, predictedMs, resumed: null }, run);
    publishQueueProgress({ ...options, queued: queue.ordered(), loads: readLoads(context) });
  }

  const following = follow(options, { signal: closing.signal, changed: dispatch });
  const ticking = tick(options, { signal: closing.signal, dispatch });
  return {
    enqueue(job) {
      queue.add(fresh(job));
      dispatch();
    },
    resume(job) {
      const { state } = job;
      if (state.kind !== 'rendering') throw new Failure('internal', `Cannot resume a job that is ${state.kind}`);
      liveJobs.change(job.id, { progress: { ...IDLE, steps: job.settled.spec.steps } });
      const { rendererId, attempt: resumed } = state;
      inFlight.start({ queued: fresh(job), rendererId, predictedMs: 0, resumed }, run);
    },
    stop(job) {
      queue.drop(job.id);
      const inFlightJob = inFlight.stop(job.id);
      if (inFlightJob) void cluster.cancel(inFlightJob.rendererId, job.id);
      dispatch();
    },
    async close() {
      closing.abort(new Failure('cancelled', 'The bot is stopping'));
      await Promise.all([following, ticking, inFlight.idle()]);
    },
  };
}

type DispatchContext = DispatcherOptions & { readonly inFlight: InFlightJobs; readonly coolDowns: CoolDowns };

/** What the policy chooses now, taken out of the queue. */
function takePlacements(context: DispatchContext) {
  const { queue, cluster, clock, speeds } = context;
  const snapshots = cluster.snapshot();
  const waiting = queue.ordered().map((queued) => toWaiting(queued, snapshots, speeds));
  return choosePlacements(waiting, { renderers: readLoads(context), now: clock.now() }).flatMap(
    ({ jobId, rendererId, overtook }) => {
      queue.markOvertaken(overtook);
      const queued = queue.take(jobId);
      const { predictedMs } = waiting.find(({ id }) => id === jobId)!;
      return queued ? [{ queued, rendererId, predictedMs }] : [];
    },
  );
}

function readLoads({ cluster, inFlight, coolDowns, liveJobs }: DispatchContext): readonly RendererLoad[] {
  return cluster.snapshot().map((snapshot) => {
    const here = inFlight.at(snapshot.id);
    return {
      snapshot,
      backlogMs: here.reduce((sum, inFlightJob) => sum + remainingMs(inFlightJob, liveJobs), 0),
      room: roomOf(snapshot) - here.length,
      coolingDown: coolDowns.isCoolingDown(snapshot),
    };
  });
}

/** After a restart a job gets at least one more attempt, and one that already broke two renderers only one. */
function fresh(job: Job): QueuedJob {
  const broken = job.state.kind === 'rendering' ? job.attempts - 1 : job.attempts;
  return { job, overtaken: 0, avoid: new Set(), strikes: Math.min(broken, 2), refusals: 0 };
}

/** Looks for new chances after every change of the cluster, and keeps what renderers say about themselves. */
async function follow(
  { cluster, descriptions, log }: DispatcherOptions,
  { signal, changed }: { readonly signal: AbortSignal; readonly changed: () => void },
) {
  const known = new Map<string, Description | null>();
  try {
    for await (const snapshots of cluster.changes(signal)) {
      changed();
      for (const { id, description } of snapshots) {
        if (!description || known.get(id) === description) continue;
        known.set(id, description);
        await descriptions
          .remember(id, description)
          .catch((thrown) => log.warn({ err: thrown }, 'description could not be kept'));
      }
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

/** A clock for the waiting; and should a chance ever be missed, it is missed for this long only. */
async function tick(
  { clock, queue }: DispatcherOptions,
  { signal, dispatch }: { readonly signal: AbortSignal; readonly dispatch: () => void },
) {
  while (!signal.aborted) {
    await clock.sleep(TELL_EVERY_MS, signal).catch(() => {});
    if (queue.ordered().length > 0) dispatch();
  }
}

function toWaiting(
  { job, overtaken, avoid }: QueuedJob,
  renderers: readonly RendererSnapshot[],
  speeds: Speeds,
): WaitingJob {
  const { spec } = job.settled;
  const known = renderers.flatMap((renderer) => speeds.predict(renderer, spec) ?? []);
  const predictedMs = known.length > 0 ? Math.min(...known) : UNKNOWN_MS;
  return { id: job.id, spec, predictedMs, queuedAt: job.createdAt, overtaken, avoid };
}

function remainingMs({ queued, predictedMs }: InFlightJob, liveJobs: LiveJobs): number {
  const { step = 0, steps = 0 } = liveJobs.get(queued.job.id)?.progress ?? {};
  return steps > 0 ? predictedMs * (1 - step / steps) : predictedMs;
}

function roomOf({ description }: RendererSnapshot): number {
  const room = description?.device?.provider === 'cpu' ? ROOM_ON_CPU : ROOM_ON_GPU;
  return Math.min(room, (description?.limits?.queueMax ?? 0) + 1);
}
