import type { ArrivedResult } from '#bot/dispatch/arrived-result.ts';
import { interimFiles } from '#bot/dispatch/interim-files.ts';
import { renderPriority } from '#bot/dispatch/render-priority.ts';
import { assembleResult } from '#bot/dispatch/result-assembly.ts';
import { toRequest } from '#bot/dispatch/task-request.ts';
import { planOf } from '#bot/dispatch/task-traits.ts';
import type { Job, Progress } from '#bot/domain/job.ts';
import { trainingCourse } from '#bot/domain/training-course.ts';
import type { BlobStore } from '#bot/ports/blobs.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import { failure } from '#bot/text/say.ts';
import { createWatchdog } from '#shared/async/watchdog.ts';
import type { Clock } from '#shared/clock.ts';
import type { RenderEvent, Timings } from '#shared/contract/messages.ts';
import type { RenderRequest } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';

/** A renderer sends something every second. Silent for this long, or for eight of its steps, it is lost. Milliseconds. */
const SILENCE_MS = 10_000;
const SILENCE_STEPS = 8;

/** Nothing but heartbeats for this long, or for so many of its steps: its panel says so. Milliseconds. */
const QUIET_MS = 7_000;
const QUIET_STEPS = 4;

/**
 * A render that says it lives but gets no further is given up: heartbeats come from a renderer's service and say nothing
 * about its engine. It should have found out itself by then. While it waits for others there, while it loads, and once
 * steps were taken; of long steps, so many. Milliseconds.
 */
const WAITING_MS = 60 * 60_000;
const LOADING_MS = 10 * 60_000;
const STANDSTILL_MS = 5 * 60_000;
const STANDSTILL_STEPS = 16;

/** One attempt of a job at one renderer. */
export interface Attempt {
  readonly job: Job;
  readonly attempt: number;
  readonly epoch: number;
  readonly rendererId: string;
  /** Attach: it was begun by an earlier process and may still be going. */
  readonly join: 'render' | 'attach';
}

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'drawn'; readonly arrived: ArrivedResult; readonly timings: Timings }
  /** The renderer says that this can never be drawn. */
  | { readonly kind: 'impossible'; readonly failure: Failure }
  /** Another attempt may work. Strike: it broke with it, or under it; refusal: it was not taken up. */
  | { readonly kind: 'lost'; readonly failure: Failure; readonly blame: 'strike' | 'refusal' | 'nobody' }
  /** We were told to stop. */
  | { readonly kind: 'stopped' };

export interface AttemptOptions {
  readonly cluster: Cluster;
  readonly blobs: BlobStore;
  /** Who says which trainings are held; left out = none is. */
  readonly trained?: Pick<TrainedStore, 'isPaused'>;
  readonly clock: Clock;
  /** Called with what the panel should show. */
  readonly show: (progress: Partial<Progress>) => void;
  /** Called when nothing new came for so long after it began; what comes next ends that. */
  readonly quiet: (ms: number) => void;
  /** Called when its turn has come there: what it needs is being loaded. */
  readonly loading: () => void;
  /** Called when everything is loaded, with the milliseconds that it took. */
  readonly loaded: (loadMs: number) => void;
  /** Called after each step with the milliseconds it took. */
  readonly stepped: (stepMs: number) => void;
  readonly signal: AbortSignal;
}

/** Follows an attempt until it ends; never throws. Results are whole and verified, or it counts as a strike. */
export async function runAttempt(attempt: Attempt, options: AttemptOptions): Promise<Outcome> {
  const lost = new AbortController();
  const signal = AbortSignal.any([options.signal, lost.signal]);
  const giveUp = (why: 'attempt.silent' | 'attempt.standstill') => lost.abort(failure('unavailable', why));
  const silence = createWatchdog(options.clock, () => giveUp('attempt.silent'));
  const standstill = createWatchdog(options.clock, () => giveUp('attempt.standstill'));
  const reading = createReading(attempt, options);
  const quiet = watchQuiet(attempt, options);
  try {
    silence.reset(SILENCE_MS);
    standstill.reset(reading.patienceMs);
    for await (const event of join(attempt, { ...options, signal })) {
      const drawn = reading.take(event);
      if (drawn) return drawn;
      silence.reset(Math.max(SILENCE_MS, SILENCE_STEPS * reading.stepMs));
      if (event.event === 'heartbeat') continue;
      standstill.reset(reading.patienceMs);
      quiet.take(event);
    }
    throw failure('unavailable', 'attempt.ended');
  } catch (thrown) {
    if (options.signal.aborted) return { kind: 'stopped' };
    return outcomeOf(Failure.from(thrown), { attempt, wasAccepted: reading.wasAccepted });
  } finally {
    silence.stop();
    standstill.stop();
    quiet.stop();
  }
}

async function* join(
  { job, attempt, epoch, rendererId, join }: Attempt,
  {
    cluster,
    blobs,
    trained,
    clock,
    signal,
  }: Pick<AttemptOptions, 'cluster' | 'blobs' | 'trained' | 'clock' | 'signal'>,
): AsyncGenerator<RenderEvent, void, undefined> {
  const name = { jobId: job.id, attempt, epoch };
  if (join === 'attach') return yield* cluster.attach(rendererId, name, signal);
  try {
    const request = await toRequest(name, job.settled.task, blobs);
    const isHeld = request.task === 'train' && (await trained?.isPaused(job.place.serverId, job.id));
    const priority = renderPriority(job, clock.now());
    yield* cluster.render(rendererId, { ...(isHeld ? begunHeld(request) : request), priority }, signal);
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'already-exists') throw thrown;
    yield* cluster.attach(rendererId, name, signal);
  }
}

/** Tells when nothing new comes once steps are taken. A training lets other renders go first and says nothing meanwhile. */
function watchQuiet({ job }: Attempt, { clock, quiet }: Pick<AttemptOptions, 'clock' | 'quiet'>) {
  let patienceMs = QUIET_MS;
  const watchdog = createWatchdog(clock, () => quiet(patienceMs));
  return {
    take(event: RenderEvent) {
      if (event.event === 'accepted' || job.settled.task.kind === 'train') return;
      if (event.event === 'step') patienceMs = Math.max(QUIET_MS, QUIET_STEPS * event.step.stepMs);
      watchdog.reset(patienceMs);
    },
    stop: watchdog.stop,
  };
}

function begunHeld(request: Extract<RenderRequest, { task: 'train' }>): RenderRequest {
  return { ...request, train: { ...request.train, paused: true } };
}

function createReading({ job }: Attempt, { show, loading, loaded, stepped }: AttemptOptions) {
  const assembly = assembleResult(planOf(job.settled.task));
  let wasAccepted = false;
  let isWaiting = true;
  let stepMs = 0;
  const arrivals = collectArrivals();
  const interims = interimFiles();
  const course = job.settled.task.kind === 'train' ? trainingCourse() : null;
  return {
    /** How long it may get no further. */
    get patienceMs() {
      if (isWaiting) return WAITING_MS;
      return stepMs === 0 ? LOADING_MS : Math.max(STANDSTILL_MS, STANDSTILL_STEPS * stepMs);
    },
    get wasAccepted() {
      return wasAccepted;
    },
    get stepMs() {
      return stepMs;
    },
    take(event: RenderEvent): Outcome | null {
      wasAccepted = true;
      if (event.event !== 'heartbeat') isWaiting = event.event === 'accepted' && !event.accepted.begun;
      switch (event.event) {
        case 'accepted':
          show({ position: event.accepted.begun ? null : event.accepted.position });
          if (event.accepted.begun) loading();
          return null;
        case 'started':
          loaded(event.started.loadMs);
          show({ steps: event.started.steps, position: null, waitingFor: null });
          return null;
        case 'step':
          stepMs = event.step.stepMs;
          show({ step: event.step.step, steps: event.step.steps, waitingFor: null, ...course?.step(event.step) });
          stepped(stepMs);
          return null;
        case 'preview':
          show({ preview: event.preview, ...course?.sample(event.preview) });
          return null;
        case 'interim':
          show(interims.take(event.interim));
          return null;
        case 'picture':
        case 'text':
        case 'mask':
        case 'animation':
        case 'file': {
          const data = assembly.take(event);
          if (data) show(arrivals.add(data));
          return null;
        }
        case 'finished':
          return { kind: 'drawn', arrived: assembly.complete(), timings: event.finished.timings ?? NO_TIMINGS };
        case 'heartbeat':
          return null;
      }
    },
  };
}

/** Pictures that are shown before all are there: who shows them sends them each time anew. Bytes of all together. */
const ARRIVED_BYTES_MAX = 4 * 2 ** 20;

function collectArrivals() {
  let arrived: NonNullable<Progress['arrived']> = [];
  return {
    /** What the panel should show with it. */
    add(data: Uint8Array): Partial<Progress> {
      arrived = [...arrived, { data, mime: 'image/png' }];
      return arrived.reduce((sum, picture) => sum + picture.data.length, 0) <= ARRIVED_BYTES_MAX ? { arrived } : {};
    },
  };
}

const NO_TIMINGS: Timings = {
  queuedMs: 0,
  loadMs: 0,
  encodeMs: 0,
  denoiseMs: 0,
  decodeMs: 0,
  totalMs: 0,
  unetCalls: 0,
};

/** A renderer that was asked to draw nothing more, or to end, is not at fault, and neither is what it gives back. */
const GIVEN_BACK: ReadonlySet<string> = new Set(['renderer.draining', 'renderer.stopping', 'engine.stopping']);

function outcomeOf(
  failure: Failure,
  { attempt, wasAccepted }: { readonly attempt: Attempt; readonly wasAccepted: boolean },
): Outcome {
  switch (failure.code) {
    case 'invalid':
    case 'denied':
      return { kind: 'impossible', failure };
    case 'not-found':
      return { kind: 'lost', failure, blame: attempt.join === 'attach' ? 'nobody' : 'refusal' };
    case 'exhausted':
    case 'unsupported':
    case 'superseded':
    case 'already-exists':
      return { kind: 'lost', failure, blame: 'refusal' };
    case 'unavailable':
      if (GIVEN_BACK.has(failure.said.key)) return { kind: 'lost', failure, blame: 'nobody' };
      // What broke after it was sent may have broken of it, before it was even accepted.
      return { kind: 'lost', failure, blame: wasAccepted || failure.said.key === 'rpc.lost' ? 'strike' : 'refusal' };
    case 'cancelled':
      // Nobody read it there for its grace period, because this process, or an earlier one, could not.
      return { kind: 'lost', failure, blame: attempt.join === 'attach' ? 'nobody' : 'strike' };
    case 'internal':
      return { kind: 'lost', failure, blame: 'strike' };
  }
}
