import type { IndexedRenderer, NeedsKind, RendererHeap } from '#bot/dispatch/model-offers.ts';

/** What loading a model is reckoned to cost that was never loaded yet, and a change of adapters at most. Milliseconds. */
const LOAD_MODEL_MS = 4_000;
const LOAD_ADAPTERS_MS = 1_000;

/** What a change costs before a renderer can begin. Milliseconds. */
export interface LoadCosts {
  /** Of a model that is not resident. */
  modelMs(model: string | null): number;
  /** Of adapters on a resident model, which cost no more than all of it. */
  adaptersMs(model: string | null): number;
}

/** As measured, where it was: `measuredMs` says null for a model that was not. */
export function createLoadCosts(measuredMs: (model: string) => number | null): LoadCosts {
  const modelMs = (model: string | null) => (model === null ? null : measuredMs(model)) ?? LOAD_MODEL_MS;
  return { modelMs, adaptersMs: (model) => Math.min(LOAD_ADAPTERS_MS, modelMs(model)) };
}

/** What loading costs before this renderer can begin, in milliseconds; null when it can never draw this. */
export function loadMs(
  { offers, resident }: IndexedRenderer,
  { needs: { model }, able }: NeedsKind,
  costs: LoadCosts,
): number | null {
  const offer = offers.get(model);
  const merged = offer && able.get(offer);
  if (merged === undefined) return null;
  const known = resident.get(model);
  if (!known) return costs.modelMs(model);
  return known.has(merged) ? 0 : costs.adaptersMs(model);
}

/** What `firstToStart` said. Until the next update renderers only become worse, so it holds until that one does. */
export function createStartAnswers(costs: LoadCosts) {
  const answers = new Map<NeedsKind, { readonly renderer: IndexedRenderer | null; readonly version: number }>();
  return {
    forget: () => answers.clear(),
    firstToStart(kind: NeedsKind): IndexedRenderer | null {
      const known = answers.get(kind);
      if (known && (known.renderer?.version ?? 0) === known.version) return known.renderer;
      const renderer = firstToStart(kind, { avoided: null, costs });
      answers.set(kind, { renderer, version: renderer?.version ?? 0 });
      return renderer;
    },
  };
}

/**
 * The open renderer, of those not avoided, where it starts first. Each offer has three candidates: who is free first of
 * all, and of those that need less loading; a renderer's true start is the earliest that it is a candidate with.
 */
export function firstToStart(
  { able, needs: { model } }: NeedsKind,
  { avoided, costs }: { readonly avoided: ReadonlySet<IndexedRenderer> | null; readonly costs: LoadCosts },
): IndexedRenderer | null {
  let best: IndexedRenderer | null = null;
  let bestMs = Number.POSITIVE_INFINITY;
  const consider = (heap: RendererHeap | undefined, loadMs: number) => {
    const renderer = heap && headOf(heap, avoided);
    if (!renderer) return;
    const startMs = renderer.backlogMs + loadMs;
    if (startMs > bestMs || (startMs === bestMs && best && best.order <= renderer.order)) return;
    best = renderer;
    bestMs = startMs;
  };
  const [adaptersMs, modelMs] = [costs.adaptersMs(model), costs.modelMs(model)];
  for (const [offer, merged] of able) {
    consider(offer.openMerged.get(merged), 0);
    consider(offer.openResident, adaptersMs);
    consider(offer.open, modelMs);
  }
  return best;
}

/** Who of those not avoided is free first. What the heap has of a renderer may be too early, never too late. */
function headOf(heap: RendererHeap, avoided: ReadonlySet<IndexedRenderer> | null): IndexedRenderer | null {
  while (true) {
    const entry = avoided ? heap.find((renderer) => !avoided.has(renderer)) : heap.first();
    if (!entry) return null;
    const { item } = entry;
    if (!(heap.keyOf(entry) < item.backlogMs)) return item;
    heap.moved(entry, item.backlogMs, item.order);
  }
}
