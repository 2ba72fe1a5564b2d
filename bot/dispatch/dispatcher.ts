import { type AtWorkOptions, readAtWork, remainingMs } from '#bot/dispatch/at-work.ts';
import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import { type CoolDowns, createCoolDowns } from '#bot/dispatch/cool-downs.ts';
import { createDueBudget, type DueBudget } from '#bot/dispatch/due-budget.ts';
import type { JobQueue, QueuedJob } from '#bot/dispatch/fair-queue.ts';
import { createHeldTrainings, type HeldTrainings } from '#bot/dispatch/held-trainings.ts';
import { createInFlightJobs, type InFlightJob, type InFlightJobs } from '#bot/dispatch/in-flight.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { countOwnPauses } from '#bot/dispatch/own-pauses.ts';
import { isTraining, placeTrainings, splitTrainings } from '#bot/dispatch/place-trainings.ts';
import { createPlacementPolicy, type PlacementPolicy } from '#bot/dispatch/placement.ts';
import { predictThere, predictTimes } from '#bot/dispatch/predict-time.ts';
import { startPreloadAhead } from '#bot/dispatch/preload-ahead.ts';
import { createQueueProgress } from '#bot/dispatch/queue-progress.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { createRendererLosses, type RendererLosses } from '#bot/dispatch/renderer-losses.ts';
import { snapshotOf } from '#bot/dispatch/renderer-names.ts';
import { runJob } from '#bot/dispatch/run-job.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { createSpentTime } from '#bot/dispatch/spent-time.ts';
import { IDLE, type Job, type JobId } from '#bot/domain/job.ts';
import { stepsOf } from '#bot/domain/task.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { Cluster, DescriptionStore, RendererSnapshot } from '#bot/ports/cluster.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import { failure } from '#bot/text/say.ts';
import { oncePerTurn } from '#shared/async/once-per-turn.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Description } from '#shared/contract/messages.ts';
import type { Log } from '#shared/log.ts';

/** Renders that one renderer holds at once: one more than it draws, so that it never waits for us. */
const ROOM_ON_CPU = 2;
const ROOM_ON_GPU = 4;

/** Jobs that are started in one turn of the event loop: each writes to the ledger. */
export const STARTS_PER_TURN = 16;

/** How often the waiting are told anew how long it will be, whatever else happens. Milliseconds. */
const TELL_EVERY_MS = 3_000;

/** Everything that drives jobs. */
export interface DispatcherOptions {
  readonly ledger: Ledger;
  readonly pictures: PictureStore;
  /** Left out = pictures get no manifest. */
  readonly signer?: PictureSigner;
  /** Left out = authors are named in manifests alone. */
  readonly keepCredit?: KeepCredit;
  readonly blobs: BlobStore;
  /** Who says which trainings are held; left out = none is. */
  readonly trained?: Pick<TrainedStore, 'isPaused'>;
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
  /** A job that is queued in the ledger and among the live jobs; nothing where it is at work already. */
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
  const { signal } = closing;
  const dispatch = oncePerTurn(() => {
    if (!signal.aborted) startJobs();
  });
  const inFlight = createInFlightJobs(dispatch);
  const coolDowns = createCoolDowns({ clock, signal, cooledDown: dispatch });
  const held = createHeldTrainings({ ...options, answered: dispatch });
  const deciding = { policy: createPlacementPolicy(options.speeds), dueBudget: createDueBudget() };
  const context = { ...options, ...deciding, inFlight, coolDowns, held };
  const progress = createQueueProgress({ ...options, signal, ...expectations(context) });
  const ownPauses = countOwnPauses({ clock, signal });
  const [spent, losses] = [createSpentTime(), createRendererLosses()];
  const known = { spent, coolDowns, ownPauses, losses, waitingMoved: () => progress.changed() };
  const running = { ...options, ...known, closing: signal, ...expectations(context) };
  const run = (inFlightJob: InFlightJob) => runJob(inFlightJob, running);
  const ahead = startPreloadAhead({ ...options, inFlight, signal, readRenderers: () => readRenderers(context) });

  function startJobs() {
    const { placed, isMore } = takePlacements(context);
    for (const { queued, rendererId, predictedMs } of placed) {
      ahead.placed(rendererId, needsOf(queued.job.settled.task));
      inFlight.start({ queued, rendererId, predictedMs, resumed: null }, run);
    }
    if (isMore) dispatch();
    progress.changed();
  }

  const working = [follow({ ...options, losses }, { signal, changed: dispatch }), tick(options, { signal, dispatch })];
  return {
    enqueue(job) {
      if (queue.has(job.id) || inFlight.has(job.id)) return;
      ahead.ask(needsOf(job.settled.task));
      const queued = newlyQueued(job);
      if (queued.alone) queue.putBack(queued);
      else queue.add(queued);
      dispatch();
    },
    resume(job) {
      const { state } = job;
      if (state.kind !== 'rendering') throw failure('internal', 'attempt.not-rendering', { state: state.kind });
      liveJobs.change(job.id, { progress: { ...IDLE, steps: stepsOf(job.settled.task) } });
      const { rendererId, attempt: resumed } = state;
      inFlight.start({ queued: newlyQueued(job), rendererId, predictedMs: 0, resumed }, run);
    },
    stop(job) {
      queue.drop(job.id);
      queue.settle(job.id, spent.take(job.id));
      const inFlightJob = inFlight.stop(job.id);
      if (inFlightJob) void cluster.cancel(inFlightJob.rendererId, job.id);
      dispatch();
    },
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      await Promise.all([...working, inFlight.idle(), progress.idle(), ahead.idle()]);
    },
  };
}

type DispatchContext = DispatcherOptions & {
  readonly inFlight: InFlightJobs;
  readonly coolDowns: CoolDowns;
  readonly held: HeldTrainings;
  readonly policy: PlacementPolicy;
  readonly dueBudget: DueBudget;
};

/** What the policy chooses now, taken out of the queue; and whether another round may choose more. */
function takePlacements(context: DispatchContext) {
  const { queue, cluster, speeds, policy, held, clock, dueBudget } = context;
  const now = clock.now();
  const round = {
    queued: queue.inOrder(),
    alone: queue.alone(),
    kinds: queue.kinds(),
    due: { now, due: queue.due(now), budgetMs: dueBudget.leftMs },
    speeds: { now, msPerWork: speeds.msPerWork },
    renderers: readLoads(context),
    most: STARTS_PER_TURN,
    predictMs: predictTimes(cluster.snapshot(), speeds),
  };
  const hasTraining = (id: string) => [...context.inFlight.at(id)].some(({ queued }) => isTraining(queued));
  const { drawings, trainings } = splitTrainings(round);
  const begun = trainings && { ...trainings, queued: held.without(trainings.queued) };
  const chosen = [...(begun ? placeTrainings(begun, hasTraining) : []), ...policy.choose(drawings)];
  // What a renderer has to do counts at its own speed.
  const ownMs = (queued: QueuedJob, rendererId: string) => {
    const at = round.renderers.find(({ snapshot }) => snapshot.id === rendererId);
    return at ? predictThere(queued, at.snapshot, speeds) : null;
  };
  const placed = chosen.flatMap(({ waiting, rendererId, predictedMs, overtook, isBeforeTurn = false }) => {
    queue.markOvertaken(overtook);
    const queued = queue.take(waiting.job.id, { beforeTurn: isBeforeTurn });
    if (queued && !isTraining(queued)) dueBudget.count({ predictedMs, isBeforeTurn });
    return queued ? [{ queued, rendererId, predictedMs: ownMs(queued, rendererId) ?? predictedMs }] : [];
  });
  // Each round gives one job at most before its turn.
  return { placed, isMore: placed.length === STARTS_PER_TURN || chosen.some(({ isBeforeTurn }) => isBeforeTurn) };
}

/** What is reckoned from the renderers as they are now. */
function expectations(context: DispatchContext) {
  const { cluster, queue } = context;
  return {
    readRenderers: () => readRenderers(context),
    waitsFor: context.policy.waitsFor,
    predictTimes: () => predictTimes(cluster.snapshot(), context.speeds),
    readAtWork: ({ snapshot }: Pick<RendererLoad, 'snapshot'>) => readAtWork(snapshot, workAt(snapshot, context)),
    remainingMs(id: JobId, rendererId: string) {
      const renderer = snapshotOf(rendererId, cluster);
      const work = renderer && { ...workAt(renderer, context), areMoreQueued: queue.size > 0 };
      return work ? remainingMs(id, renderer, work) : null;
    },
  };
}

function workAt(renderer: RendererSnapshot, { inFlight, liveJobs, speeds }: DispatchContext): AtWorkOptions {
  return { here: drawn(inFlight.at(renderer.id)), liveJobs, speeds, room: roomOf(renderer) };
}

function readRenderers(context: DispatchContext): RendererIndex {
  context.policy.renderers.update(readLoads(context));
  return context.policy.renderers;
}

function readLoads({ cluster, inFlight, coolDowns, liveJobs }: DispatchContext): readonly RendererLoad[] {
  return cluster.snapshot().map((snapshot) => {
    const here = drawn(inFlight.at(snapshot.id));
    let backlogMs = 0;
    let isOneAlone = false;
    const batches: string[] = [];
    for (const inFlightJob of here) {
      backlogMs += expectedMs(inFlightJob, liveJobs);
      isOneAlone ||= inFlightJob.queued.alone;
      const batchKey = batchKeyOf(inFlightJob.queued.job.settled.task);
      if (batchKey !== null) batches.push(batchKey);
    }
    return {
      snapshot,
      backlogMs,
      room: isOneAlone ? 0 : roomOf(snapshot) - here.length,
      isIdle: here.length === 0,
      coolingDown: snapshot.quarantine !== undefined || coolDowns.isCoolingDown(snapshot),
      batches,
    };
  });
}

/** What takes a renderer's time, which a training does only while nothing else does. */
function drawn(here: ReadonlySet<InFlightJob>): readonly InFlightJob[] {
  return [...here].filter(({ queued }) => !isTraining(queued));
}

/** A job from before a restart; nobody knows any more why its attempts broke off, so they count as one that it broke. */
function newlyQueued(job: Job): QueuedJob {
  const broken = job.state.kind === 'rendering' ? job.attempts - 1 : job.attempts;
  // A training gives way to others in every step, and would keep them away for hours.
  const [strikes, alone] = broken > 0 ? [1, !isTraining({ job })] : [0, false];
  return { job, overtaken: 0, avoid: new Set(), strikes, suspicions: 0, alone, refusals: 0 };
}

/** Looks for new chances after every change of the cluster, and keeps what renderers say, and which are gone. */
async function follow(
  { cluster, descriptions, clock, log, losses }: DispatcherOptions & { readonly losses: RendererLosses },
  { signal, changed }: { readonly signal: AbortSignal; readonly changed: () => void },
) {
  const known = new Map<string, Description | null>();
  let wereUp: readonly string[] = [];
  try {
    for await (const snapshots of cluster.changes(signal)) {
      changed();
      const up = snapshots.flatMap((each) => (each.up ? each.id : []));
      for (const id of wereUp) if (!up.includes(id)) losses.recordService(id, clock.now());
      wereUp = up;
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
  while (await pause(clock, TELL_EVERY_MS, signal)) if (queue.size > 0) dispatch();
}

function expectedMs({ queued, predictedMs }: InFlightJob, liveJobs: LiveJobs): number {
  const { step = 0, steps = 0 } = liveJobs.get(queued.job.id)?.progress ?? {};
  return steps > 0 ? predictedMs * (1 - step / steps) : predictedMs;
}

function roomOf({ description }: RendererSnapshot): number {
  const room = description?.device?.provider === 'cpu' ? ROOM_ON_CPU : ROOM_ON_GPU;
  return Math.min(room, (description?.limits?.queueMax ?? 0) + 1);
}
