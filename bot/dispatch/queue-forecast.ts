import type { AtWork } from '#bot/dispatch/at-work.ts';
import { createIndexedHeap, type HeapEntry, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import type { IndexedRenderer, ModelOffer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import { doneAfter, type Share, withLoad } from '#bot/dispatch/shared-steps.ts';
import { type Effort, type Speeds, STEPS_AROUND, workOf } from '#bot/dispatch/speed-estimate.ts';

/**
 * Renderers whose speeds differ by less than this factor count as equally fast: of them the one that is free first is
 * taken, without a look at the others. An expectation is off by no more than the same share.
 */
const SPEED_STEP = 1.05;

/** When queued jobs will be done. */
export interface QueueForecast {
  /** The next job in queue order: it goes to the renderer that would be done with it first, which is returned. */
  add(kind: NeedsKind, effort: Effort): IndexedRenderer | null;
  /**
   * Milliseconds until each job is done, in the order in which they were added. Null where nobody that is up can draw
   * it, or nobody's speed is known.
   */
  etas(): readonly (number | null)[];
}

/** The work that a renderer has before it. */
interface Line {
  readonly renderer: IndexedRenderer;
  readonly atWork: AtWork;
  freeInMs: number;
  /** The jobs that it will get, by their number. */
  readonly jobs: { readonly index: number; readonly share: Share }[];
  /** Where it stands among the renderers that have a model, for each of its models that is asked for. */
  readonly places: { readonly heap: IndexedHeap<Runner>; readonly entry: HeapEntry<Runner>; readonly model: string }[];
}

/** A renderer and how fast it draws one model. */
interface Runner {
  readonly line: Line;
  readonly msPerWork: number;
  /** What loading the model costs there, until a job before has loaded it. */
  loadMs: number;
}

/**
 * A forecast that begins with what the renderers have to do now. Whom a job goes to is decided by who has least to do
 * in all; when it is done follows from how a renderer shares its time among what it draws at once. `loadMs`: what has to
 * be loaded there first.
 */
export function startForecast(
  speeds: Speeds,
  readAtWork: (renderer: IndexedRenderer) => AtWork,
  loadMs: (renderer: IndexedRenderer, kind: NeedsKind) => number,
): QueueForecast {
  let count = 0;
  const lines = new Map<IndexedRenderer, Line>();
  const heapsOf = new Map<ModelOffer, Map<string, readonly IndexedHeap<Runner>[]>>();

  function lineOf(renderer: IndexedRenderer): Line {
    const known = lines.get(renderer);
    if (known) return known;
    const line = { renderer, atWork: readAtWork(renderer), freeInMs: renderer.backlogMs, jobs: [], places: [] };
    lines.set(renderer, line);
    return line;
  }

  /** The renderers with this offer that are up and whose speed with it is known, those of about one speed in one heap. */
  function heapsFor(offer: ModelOffer, kind: NeedsKind, model: string): readonly IndexedHeap<Runner>[] {
    const known = heapsOf.get(offer)?.get(model);
    if (known) return known;
    const heaps = new Map<number, IndexedHeap<Runner>>();
    for (const renderer of offer.renderers) {
      const { snapshot } = renderer;
      const msPerWork = snapshot.up ? speeds.msPerWork(snapshot, model) : null;
      if (msPerWork === null) continue;
      const speed = Math.round(Math.log(msPerWork) / Math.log(SPEED_STEP));
      const heap = heaps.get(speed) ?? createIndexedHeap<Runner>();
      heaps.set(speed, heap);
      const line = lineOf(renderer);
      const runner = { line, msPerWork, loadMs: line.atWork.models.has(model) ? 0 : loadMs(renderer, kind) };
      const entry = heap.add(runner, line.freeInMs + runner.loadMs, renderer.order);
      line.places.push({ heap, entry, model });
    }
    const found = [...heaps.values()];
    heapsOf.set(offer, (heapsOf.get(offer) ?? new Map()).set(model, found));
    return found;
  }

  return {
    add(kind, effort) {
      const index = count;
      count += 1;
      const work = workOf(effort);
      const heaps = [...kind.able.keys()].flatMap((offer) => heapsFor(offer, kind, effort.model));
      const first = firstDone(heaps, work);
      if (!first) return null;
      const { runner, doneInMs } = first;
      const { line, loadMs: beforeMs } = runner;
      give(line, effort.model, doneInMs);
      const steps = effort.steps + STEPS_AROUND;
      const msPerWork = speeds.msPerWork(line.renderer.snapshot, effort.model) ?? 0;
      line.jobs.push({ index, share: withLoad({ steps, stepMs: (msPerWork * work) / steps }, beforeMs) });
      return line.renderer;
    },
    etas: () => etasOf(lines.values(), count),
  };
}

/** Who would be done with so much work first, of the heads of these heaps. */
function firstDone(heaps: readonly IndexedHeap<Runner>[], work: number) {
  let first: { readonly runner: Runner; readonly doneInMs: number } | null = null;
  for (const heap of heaps) {
    const runner = heap.at(0)!;
    const { line, msPerWork, loadMs } = runner;
    const doneInMs = line.freeInMs + loadMs + msPerWork * work;
    const isFirst =
      first === null ||
      doneInMs < first.doneInMs ||
      (doneInMs === first.doneInMs && line.renderer.order <= first.runner.line.renderer.order);
    if (isFirst) first = { runner, doneInMs };
  }
  return first;
}

/** The renderer is free then, and has the model from then on. */
function give(line: Line, model: string, freeInMs: number) {
  line.freeInMs = freeInMs;
  for (const place of line.places) {
    const runner = place.entry.item;
    if (place.model === model) runner.loadMs = 0;
    place.heap.moved(place.entry, freeInMs + runner.loadMs, line.renderer.order);
  }
}

function etasOf(lines: Iterable<Line>, count: number) {
  const etas: (number | null)[] = Array(count).fill(null);
  for (const { atWork, jobs } of lines) {
    if (jobs.length === 0) continue;
    const { renders, slots } = atWork;
    const done = doneAfter([...renders, ...jobs.map(({ share }) => share)], slots);
    for (const [at, { index }] of jobs.entries()) etas[index] = done[renders.length + at]!;
  }
  return etas;
}
