import { isResident, LOADING } from '#bot/dispatch/at-work.ts';
import { type Attempt, type Outcome, runAttempt } from '#bot/dispatch/attempt.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { OwnPauses } from '#bot/dispatch/own-pauses.ts';
import { nameOf, snapshotOf } from '#bot/dispatch/renderer-names.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import type { SpentTime } from '#bot/dispatch/spent-time.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import { trainingPace } from '#bot/dispatch/training-pace.ts';
import { IDLE, type JobId } from '#bot/domain/job.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import { failure, say } from '#bot/text/say.ts';
import { startTimeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** How long a job waits, after a restart or a pause, for the renderer that was drawing it. Milliseconds. */
const RESUME_PATIENCE_MS = 10_000;

/** What following an attempt needs. */
export interface FollowOptions {
  readonly blobs: BlobStore;
  readonly trained?: Pick<TrainedStore, 'isPaused'>;
  readonly cluster: Cluster;
  readonly liveJobs: LiveJobs;
  readonly speeds: Speeds;
  readonly spent: SpentTime;
  readonly ownPauses: OwnPauses;
  readonly clock: Clock;
  /** How long a job that is being drawn there will take; null where nothing was measured. Milliseconds. */
  readonly remainingMs: (id: JobId, rendererId: string) => number | null;
  /** A job waits at its renderer, or has moved on there. */
  readonly waitingMoved: () => void;
}

/**
 * Follows an attempt to its end and keeps the job's progress up to date. What broke off because this process stood still
 * is joined again where it is: nobody is to blame for that.
 */
export async function followAttempt(attempt: Attempt, options: FollowOptions, signal: AbortSignal): Promise<Outcome> {
  let pauses = options.ownPauses.count;
  let outcome = await (attempt.join === 'attach' ? rejoin(attempt, options, signal) : follow(attempt, options, signal));
  while (isLost(outcome) && options.ownPauses.count > pauses) {
    pauses = options.ownPauses.count;
    outcome = await rejoin(attempt, options, signal);
  }
  return outcome;
}

function isLost(outcome: Outcome): boolean {
  return outcome.kind === 'lost' && outcome.failure.code === 'unavailable';
}

async function rejoin(attempt: Attempt, options: FollowOptions, signal: AbortSignal): Promise<Outcome> {
  const renderer = attempt.rendererId;
  if (await isBack(renderer, options, signal)) return follow({ ...attempt, join: 'attach' }, options, signal);
  if (signal.aborted) return { kind: 'stopped' };
  return { kind: 'lost', failure: failure('unavailable', 'attempt.renderer-gone', { renderer }), blame: 'nobody' };
}

function follow(attempt: Attempt, options: FollowOptions, signal: AbortSignal): Promise<Outcome> {
  const { liveJobs, speeds, spent, clock } = options;
  const { job, rendererId } = attempt;
  liveJobs.change(job.id, { progress: { rendererName: nameOf(rendererId, options.cluster) } });
  const effort = effortOf(job.settled.task);
  const { etaMs } = liveJobs.get(job.id)?.progress ?? IDLE;
  const doneAt = etaMs === null ? null : clock.now() + etaMs;
  /** What was expected when it was handed over; less is left of it with every look. */
  const foreseen = () => (doneAt === null ? {} : { etaMs: Math.max(1000, doneAt - clock.now()) });
  const pace = job.settled.task.kind === 'train' ? trainingPace(etaMs, clock) : null;
  return runAttempt(attempt, {
    ...options,
    signal,
    show(progress) {
      const before = liveJobs.get(job.id)?.progress.position;
      const { position = before } = progress;
      const left = pace?.at(progress) ?? (position === null ? {} : foreseen());
      liveJobs.change(job.id, { progress: { ...progress, ...left } });
      if (position !== before) options.waitingMoved();
    },
    quiet(ms) {
      const values = { renderer: nameOf(rendererId, options.cluster), seconds: Math.round(ms / 1000) };
      liveJobs.change(job.id, { progress: { waitingFor: say('waiting.quiet', values), etaMs: null } });
    },
    loading() {
      const renderer = snapshotOf(rendererId, options.cluster);
      if (!renderer || !needsOf(job.settled.task).model || isResident(renderer, effort.model)) return;
      const waitingFor = say(LOADING, { model: effort.model, renderer: nameOf(rendererId, options.cluster) });
      liveJobs.change(job.id, { progress: { waitingFor } });
      liveJobs.change(job.id, { progress: { etaMs: options.remainingMs(job.id, rendererId) } });
    },
    loaded: (loadMs) => speeds.observeLoad(rendererId, effort.model, loadMs),
    stepped(stepMs) {
      spent.add(job.id, speeds.observe(rendererId, effort, { stepMs, at: clock.now() }));
      if (!pace?.isKnown) liveJobs.change(job.id, { progress: { etaMs: options.remainingMs(job.id, rendererId) } });
    },
  });
}

/** Waits for a renderer to answer again; false when it is not configured any more or takes too long. */
async function isBack(
  rendererId: string,
  { cluster, clock }: Pick<FollowOptions, 'cluster' | 'clock'>,
  signal: AbortSignal,
): Promise<boolean> {
  const patience = new AbortController();
  const timeout = startTimeout(clock, RESUME_PATIENCE_MS, () => patience.abort());
  try {
    for await (const snapshots of cluster.changes(AbortSignal.any([signal, patience.signal]))) {
      const renderer = snapshots.find(({ id }) => id === rendererId);
      if (!renderer || renderer.up) return renderer !== undefined;
    }
    return false;
  } catch {
    return false;
  } finally {
    timeout.stop();
    patience.abort();
  }
}
