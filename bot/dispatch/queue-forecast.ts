import type { AtWork } from '#bot/dispatch/at-work.ts';
import { createIndexedHeap, type HeapEntry, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import type { IndexedRenderer, ModelOffer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import { doneAfter, type Share } from '#bot/dispatch/shared-steps.ts';
import { type Effort, type Speeds, STEPS_AROUND, workOf } from '#bot/dispatch/speed-estimate.ts';

/**
 * Renderers whose speeds differ by less than this factor count as equally fast: of them the one that is free first is
 * taken, without a look at the others. An expectation is off by no more than the same share.
 */
const SPEED_STEP = 1.05;

/** When queued jobs will be done. */
export interface QueueForecast {
  /** The next job in queue order: it goes to the renderer that would be done with it first. */
  add(kind: NeedsKind, effort: Effort): void;
  /**
   * Milliseconds until each job is done, in the order in which they were added. Null where nobody that is up can draw
   * it, or nobody's speed is known.
   */
  etas(): readonly (number | null)[];
}

/** The work that a renderer has before it. */
interface Line {
  readonly renderer: IndexedRenderer;
  freeInMs: number;
  /** The jobs that it will get, by their number. */
  readonly jobs: { readonly index: number; readonly share: Share }[];
  /** Where it stands among the renderers that have a model, for each of its models that is asked for. */
  readonly places: { readonly heap: IndexedHeap<Runner>; readonly entry: HeapEntry<Runner> }[];
}

/** A renderer and how fast it draws one model. */
interface Runner {
  readonly line: Line;
  readonly msPerWork: number;
}

/**
 * A forecast that begins with what the renderers have to do now. Whom a job goes to is decided by who has least to do
 * in all; when it is done follows from how a renderer shares its time among what it draws at once.
 */
export function startForecast(speeds: Speeds, readAtWork: (renderer: IndexedRenderer) => AtWork): QueueForecast {
  let count = 0;
  const lines = new Map<IndexedRenderer, Line>();
  const heapsOf = new Map<ModelOffer, Map<string, readonly IndexedHeap<Runner>[]>>();

  function lineOf(renderer: IndexedRenderer): Line {
    const line = lines.get(renderer) ?? { renderer, freeInMs: renderer.backlogMs, jobs: [], places: [] };
    lines.set(renderer, line);
    return line;
  }

  /** The renderers with this offer that are up and whose speed with it is known, those of about one speed in one heap. */
  function heapsFor(offer: ModelOffer, model: string): readonly IndexedHeap<Runner>[] {
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
      line.places.push({ heap, entry: heap.add({ line, msPerWork }, line.freeInMs, renderer.order) });
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
      let first: Line | null = null;
      let firstMs = Number.POSITIVE_INFINITY;
      for (const offer of kind.able.keys())
        for (const heap of heapsFor(offer, effort.model)) {
          const { line, msPerWork } = heap.at(0)!;
          const doneInMs = line.freeInMs + msPerWork * work;
          if (doneInMs > firstMs || (doneInMs === firstMs && first && first.renderer.order < line.renderer.order))
            continue;
          first = line;
          firstMs = doneInMs;
        }
      if (!first) return;
      first.freeInMs = firstMs;
      for (const { heap, entry } of first.places) heap.moved(entry, firstMs, first.renderer.order);
      const steps = effort.steps + STEPS_AROUND;
      const msPerWork = speeds.msPerWork(first.renderer.snapshot, effort.model) ?? 0;
      first.jobs.push({ index, share: { steps, stepMs: (msPerWork * work) / steps } });
    },
    etas: () => etasOf(lines.values(), count, readAtWork),
  };
}

function etasOf(lines: Iterable<Line>, count: number, readAtWork: (renderer: IndexedRenderer) => AtWork) {
  const etas: (number | null)[] = Array(count).fill(null);
  for (const { renderer, jobs } of lines) {
    if (jobs.length === 0) continue;
    const { renders, slots } = readAtWork(renderer);
    const done = doneAfter([...renders, ...jobs.map(({ share }) => share)], slots);
    for (const [at, { index }] of jobs.entries()) etas[index] = done[renders.length + at]!;
  }
  return etas;
}
