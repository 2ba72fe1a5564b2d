import type { AtWork } from '#bot/dispatch/at-work.ts';
import { whyOfDeadline } from '#bot/dispatch/deadline-reason.ts';
import type { JobQueue, QueuedJob } from '#bot/dispatch/fair-queue.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { loadsFor } from '#bot/dispatch/model-loads.ts';
import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import { whyWaiting } from '#bot/dispatch/placement.ts';
import { startForecast } from '#bot/dispatch/queue-forecast.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import { deadlineOf } from '#bot/domain/deadline.ts';
import { isWaiting, type JobId, type Progress } from '#bot/domain/job.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { say } from '#bot/text/say.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Message } from '#shared/text/message.ts';

/** An expectation that moved by less than this share is not worth telling. */
const ETA_SHARE = 0.15;

/** A queue up to this long is told at once after every change. */
const SHORT_QUEUE = 100;

/** A longer one is told in slices of this many jobs, between which other work is done. */
const SLICE = 250;

/** Between the end of one passage through a long queue and the next. Milliseconds. */
const PASSAGE_EVERY_MS = 500;

export interface QueueProgressOptions {
  readonly queue: JobQueue;
  /** As the renderers are now. */
  readonly readRenderers: () => RendererIndex;
  readonly readAtWork: (renderer: IndexedRenderer) => AtWork;
  /** How long jobs would take if they were drawn at once. Milliseconds. */
  readonly predictTimes: () => (queued: QueuedJob) => number;
  /** The full renderer that this job is left waiting for; left out = none is. */
  readonly waitsFor?: (id: JobId) => IndexedRenderer | null;
  readonly liveJobs: LiveJobs;
  readonly speeds: Speeds;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Tells every waiting job its position, when it will be done and why it waits, where that is news. */
export interface QueueProgress {
  /** The queue or the cluster has changed. */
  changed(): void;
  /** Resolves when nothing is told any more, after the signal has aborted. */
  idle(): Promise<void>;
}

/** Nothing has been told yet. */
export function createQueueProgress(options: QueueProgressOptions): QueueProgress {
  const { queue, clock, signal } = options;
  let isStale = false;
  let passages = 0;
  let telling: Promise<void> | null = null;

  async function tellLongQueue() {
    while (isStale && !signal.aborted) {
      isStale = false;
      passages += 1;
      const mine = passages;
      const passage = tellQueue(options);
      while (mine === passages && !signal.aborted && !passage.next().done) await yieldToEventLoop();
      if (!(await pause(clock, PASSAGE_EVERY_MS, signal))) break;
    }
    telling = null;
  }

  return {
    changed() {
      if (queue.size > SHORT_QUEUE) {
        isStale = true;
        telling ??= tellLongQueue();
        return;
      }
      isStale = false;
      passages += 1; // a passage that is under way knows older positions, and stops
      for (const _ of tellQueue(options));
    },
    async idle() {
      await telling;
    },
  };
}

/** Yields after each slice. Who has left the queue since the passage began is not told. */
function* tellQueue(options: QueueProgressOptions) {
  const { queue, readRenderers, readAtWork, waitsFor, liveJobs, speeds, clock } = options;
  if (queue.size === 0) return;
  const renderers = readRenderers();
  const loads = loadsFor(renderers, speeds);
  const forecast = startForecast(speeds, readAtWork, loads.loadMs);
  const reasons = new Map<NeedsKind, Message | null>();
  const reasonOf = (queued: QueuedJob, renderer: IndexedRenderer | null, late: Message | null) => {
    const kind = kindOf(queued);
    if (!reasons.has(kind)) reasons.set(kind, whyWaiting(renderers.counts(kind), kind.needs));
    const faster = waitsFor?.(queued.job.id) ?? null;
    return reasons.get(kind) ?? late ?? whyNotElsewhere(faster) ?? loads.reasonFor(kind, renderer, liveJobs);
  };
  const predictMs = options.predictTimes();
  const kindOf = ({ job }: QueuedJob) => renderers.kindOf(needsOf(job.settled.task));
  const tell = (
    queued: QueuedJob,
    { at, ...told }: { readonly position: number; readonly etaMs: number | null; readonly at: IndexedRenderer | null },
  ) => {
    const { job } = queued;
    if (!queue.has(job.id)) return;
    const shown = liveJobs.get(job.id);
    if (!shown) return;
    const deadline = deadlineOf(shown.job.panel);
    const times = { now: clock.now(), etaMs: told.etaMs, takesMs: predictMs(queued) };
    const late = deadline === null ? null : whyOfDeadline({ deadline, ...times });
    const progress = { ...told, plannedAt: at?.snapshot.id ?? null, waitingFor: reasonOf(queued, at, late) };
    if (isNews(shown.progress, progress)) liveJobs.change(job.id, { progress });
  };
  // Who was handed over and waits at a renderer is ahead of all who wait here.
  const handedOver = liveJobs.all().filter((view) => view.job.state.kind === 'rendering' && isWaiting(view)).length;
  const waiting = [...queue.inOrder()];
  const places: (IndexedRenderer | null)[] = [];
  for (const [position, queued] of waiting.entries()) {
    places.push(forecast.add(kindOf(queued), effortOf(queued.job.settled.task)));
    if (position % SLICE === SLICE - 1) yield;
  }
  const etas = forecast.etas();
  for (const [position, queued] of waiting.entries()) {
    tell(queued, { position: handedOver + position, etaMs: etas[position]!, at: places[position]! });
    if (position % SLICE === SLICE - 1) yield;
  }
}

/** Why a job waits for a renderer that is full, while another has room. */
function whyNotElsewhere(renderer: IndexedRenderer | null): Message | null {
  if (!renderer) return null;
  const { id, description } = renderer.snapshot;
  return say('waiting.sooner-there', { renderer: description?.name || id });
}

function isNews(
  shown: Progress,
  { position, etaMs, waitingFor, plannedAt }: Pick<Progress, 'position' | 'etaMs' | 'waitingFor' | 'plannedAt'>,
): boolean {
  if (shown.position !== position || !isSame(shown.waitingFor, waitingFor)) return true;
  if (shown.plannedAt !== plannedAt) return true;
  if (shown.etaMs === null || etaMs === null) return shown.etaMs !== etaMs;
  return Math.abs(shown.etaMs - etaMs) > ETA_SHARE * shown.etaMs;
}

/** Of what reasons are made of: which model, where, what kind of task. */
function isSame(a: Message | null, b: Message | null): boolean {
  if (a?.key !== b?.key) return false;
  return (['model', 'renderer', 'kind'] as const).every((name) => a?.values[name] === b?.values[name]);
}
