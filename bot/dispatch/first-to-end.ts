import { createBatchMates, type Ending, type SpeedOf, sharesCalls } from '#bot/dispatch/batch-mates.ts';
import { createIndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import type { IndexedRenderer, NeedsKind, RendererHeap } from '#bot/dispatch/model-offers.ts';
import type { RoundSpeeds, WaitingJob } from '#bot/dispatch/placement-round.ts';
import { isReady } from '#bot/dispatch/renderer-counts.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';

/** Who would end a job so much sooner, as a share of the time, is taken in place of who would start it first. */
const SOONER = 0.8;

/** Renderers whose speeds differ by less than this factor count as equally fast. */
const SPEED_STEP = 1.05;

/** Nobody waits longer than this for a renderer that is full while another has room. Milliseconds. */
const WAIT_MAX_MS = 60_000;

/** In a round so many jobs are left waiting for a renderer that is full; those behind them take what there is. */
const WAITING_MAX = 64;

/** Jobs whose limits are remembered; beyond it the oldest are forgotten. */
const REMEMBERED_MAX = 1_024;

/** For how long jobs have been left waiting while somebody had room for them. */
export interface WaitLimits {
  /** Until when this job waits at most: what was said first, else what is said now. Milliseconds since 1970. */
  until(id: string, at: number): number;
  /** The job is placed. */
  forget(id: string): void;
}

/** Nobody has been left waiting. */
export function createWaitLimits(): WaitLimits {
  const ends = new Map<string, number>();
  return {
    until(id, at) {
      const known = ends.get(id);
      if (known !== undefined) return known;
      ends.set(id, at);
      if (ends.size > REMEMBERED_MAX) ends.delete(ends.keys().next().value!);
      return at;
    },
    forget: (id) => void ends.delete(id),
  };
}

/** Where the jobs of a round go, by when they would be done. */
export interface FirstToEnd {
  /**
   * Of those that can take it now: who would start it first, unless one that has its model would be done with it much
   * sooner, or as soon in calls that it shares with others there. Null when nobody can take it, or when one that is
   * full would be done with it much sooner: then it waits, no longer than it would take where it could start now, and a
   * minute at most.
   */
  best(waiting: WaitingJob, kind: NeedsKind): IndexedRenderer | null;
  /** How long it takes there, loading left aside; null where that is not known. Milliseconds. */
  takesMs(waiting: WaitingJob, kind: NeedsKind, renderer: IndexedRenderer): number | null;
  /** Whether it would share its calls with nothing that this renderer draws, which draws something. */
  lacksMates(waiting: WaitingJob, renderer: IndexedRenderer): boolean;
  /** The full renderer that this job is left waiting for; null where it is not. */
  waitsFor(id: string): IndexedRenderer | null;
}

interface RoundKnowledge {
  /** Undefined = nothing is known of them: who starts a job first has it. */
  readonly speeds: RoundSpeeds | undefined;
  readonly limits: WaitLimits;
  /** What is to be done by soon waits for nobody. */
  readonly isPressing: (id: string) => boolean;
}

/** For one round. */
export function createFirstToEnd(index: RendererIndex, { speeds, limits, isPressing }: RoundKnowledge): FirstToEnd {
  const promises = createPromises();
  const msPerWork = rememberSpeeds(speeds);
  const holders = createHolders(index, { msPerWork, promisedMs: promises.at });
  const mates = createBatchMates(index, msPerWork);
  const takesMs = ({ job }: WaitingJob, { needs: { model } }: NeedsKind, renderer: IndexedRenderer) => {
    const speed = msPerWork(renderer, model);
    return speed === null ? null : speed * workOf(effortOf(job.settled.task));
  };
  /** Whether the job, which would take so long where it could start now, is left waiting. */
  const isLeft = ({ job: { id } }: WaitingJob, firstMs: number): boolean => {
    if (!speeds || isPressing(id) || !(promises.has(id) || promises.size < WAITING_MAX)) return false;
    return limits.until(id, speeds.now + Math.min(WAIT_MAX_MS, firstMs)) > speeds.now;
  };
  return {
    takesMs,
    lacksMates: (waiting, renderer) =>
      speeds !== undefined && renderer.batches.length > 0 && !sharesCalls(waiting, renderer),
    waitsFor: (id) => promises.of(id),
    best(waiting, kind) {
      const first = index.best(kind, waiting.avoid);
      const firstTakesMs = first && takesMs(waiting, kind, first);
      if (!first || firstTakesMs === null) return first;
      const firstMs = first.backlogMs + (index.loadMs(first, kind) ?? 0) + firstTakesMs;
      const work = workOf(effortOf(waiting.job.settled.task));
      const soonest = holders.firstToEnd(kind, work, waiting.avoid);
      const isSooner = soonest !== null && soonest.endMs < SOONER * firstMs;
      const mate = mates.firstToEnd(waiting, kind, work);
      if (mate && mate.endMs <= (isSooner ? soonest.endMs : firstMs)) return mate.renderer;
      if (!isSooner) return first;
      if (soonest.renderer.room > 0) return soonest.renderer;
      if (!isLeft(waiting, firstMs)) return first;
      promises.add(waiting.job.id, soonest.renderer, soonest.takesMs);
      return null;
    },
  };
}

/** What full renderers will be given when they have room, each job once. */
function createPromises() {
  const jobs = new Map<string, IndexedRenderer>();
  const workMs = new Map<IndexedRenderer, number>();
  return {
    has: (id: string) => jobs.has(id),
    get size() {
      return jobs.size;
    },
    of: (id: string) => jobs.get(id) ?? null,
    at: (renderer: IndexedRenderer) => workMs.get(renderer) ?? 0,
    add(id: string, renderer: IndexedRenderer, takesMs: number) {
      if (jobs.has(id)) return;
      jobs.set(id, renderer);
      workMs.set(renderer, (workMs.get(renderer) ?? 0) + takesMs);
    },
  };
}

/** Renderers of about one speed with a model, those that are free first in front. */
interface Pace {
  readonly msPerWork: number;
  readonly heap: RendererHeap;
}

/** Renderers that have models, by their speeds; read once in a round for each model that is asked for. */
function createHolders(
  index: RendererIndex,
  {
    msPerWork,
    promisedMs,
  }: { readonly msPerWork: SpeedOf; readonly promisedMs: (renderer: IndexedRenderer) => number },
) {
  const paces = new Map<ReadonlySet<IndexedRenderer>, readonly Pace[]>();
  const read = (renderers: ReadonlySet<IndexedRenderer>, model: string | null): readonly Pace[] => {
    const found = new Map<number, Pace>();
    for (const renderer of renderers) {
      const speed = renderer.coolingDown || !isReady(renderer.snapshot) ? null : msPerWork(renderer, model);
      if (speed === null) continue;
      const step = Math.round(Math.log(speed) / Math.log(SPEED_STEP));
      const pace = found.get(step) ?? { msPerWork: speed, heap: createIndexedHeap<IndexedRenderer>() };
      found.set(step, pace);
      pace.heap.add(renderer, renderer.backlogMs, renderer.order);
    }
    return [...found.values()];
  };
  /** What the heap has of a renderer may be too early, never too late. */
  const headOf = (heap: RendererHeap, avoid: ReadonlySet<string>): IndexedRenderer | null => {
    while (true) {
      const entry = avoid.size > 0 ? heap.find(({ snapshot }) => !avoid.has(snapshot.id)) : heap.first();
      if (!entry) return null;
      const { item } = entry;
      const freeInMs = item.backlogMs + promisedMs(item);
      if (heap.keyOf(entry) >= freeInMs) return item;
      heap.moved(entry, freeInMs, item.order);
    }
  };
  return {
    /** Who of those that have its model would be done with so much work first, with all that it has to do and to get. */
    firstToEnd(kind: NeedsKind, work: number, avoid: ReadonlySet<string>): Ending | null {
      let first: Ending | null = null;
      for (const renderers of index.holders(kind)) {
        const known = paces.get(renderers) ?? read(renderers, kind.needs.model);
        paces.set(renderers, known);
        for (const { msPerWork, heap } of known) {
          const renderer = headOf(heap, avoid);
          const takesMs = msPerWork * work;
          const endMs = renderer && renderer.backlogMs + promisedMs(renderer) + takesMs;
          if (renderer && endMs !== null && (!first || endMs < first.endMs)) first = { renderer, endMs, takesMs };
        }
      }
      return first;
    },
  };
}

/** Speeds are looked up once in a round. */
function rememberSpeeds(speeds: RoundSpeeds | undefined): SpeedOf {
  const known = new Map<string, Map<IndexedRenderer, number | null>>();
  return (renderer, model) => {
    if (!speeds || model === null) return null;
    const ofModel = known.get(model) ?? new Map<IndexedRenderer, number | null>();
    known.set(model, ofModel);
    const before = ofModel.get(renderer);
    if (before !== undefined) return before;
    const speed = speeds.msPerWork(renderer.snapshot, model);
    ofModel.set(renderer, speed);
    return speed;
  };
}
