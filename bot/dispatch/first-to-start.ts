import type { IndexedRenderer, NeedsKind, RendererHeap } from '#bot/dispatch/model-offers.ts';

/** What a change of model, or of adapters on a resident model, is reckoned to cost. Milliseconds. */
const LOAD_MODEL_MS = 4_000;
const LOAD_ADAPTERS_MS = 1_000;

/** What loading costs before this renderer can begin, in milliseconds; null when it can never draw this. */
export function loadMs({ offers, resident }: IndexedRenderer, { needs: { model }, able }: NeedsKind): number | null {
  const offer = offers.get(model);
  const merged = offer && able.get(offer);
  if (merged === undefined) return null;
  const known = resident.get(model);
  if (!known) return LOAD_MODEL_MS;
  return known.has(merged) ? 0 : LOAD_ADAPTERS_MS;
}

/** What `firstToStart` said. Until the next update renderers only become worse, so it holds until that one does. */
export function createStartAnswers() {
  const answers = new Map<NeedsKind, { readonly renderer: IndexedRenderer | null; readonly version: number }>();
  return {
    forget: () => answers.clear(),
    firstToStart(kind: NeedsKind): IndexedRenderer | null {
      const known = answers.get(kind);
      if (known && (known.renderer?.version ?? 0) === known.version) return known.renderer;
      const renderer = firstToStart(kind, null);
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
  { able }: NeedsKind,
  avoided: ReadonlySet<IndexedRenderer> | null,
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
  for (const [offer, merged] of able) {
    consider(offer.openMerged.get(merged), 0);
    consider(offer.openResident, LOAD_ADAPTERS_MS);
    consider(offer.open, LOAD_MODEL_MS);
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
