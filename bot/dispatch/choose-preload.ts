import type { AskedModel } from '#bot/dispatch/model-demand.ts';
import { type IndexedRenderer, mergedBy, type NeedsKind } from '#bot/dispatch/model-offers.ts';
import { isReady } from '#bot/dispatch/renderer-counts.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { adaptersKey } from '#bot/domain/task-needs.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';

/** Of jobs of late (ModelDemand): twice within ten minutes. What is asked for less is not loaded before somebody asks. */
const ASKED_MIN = 1.5;

/** A model gives way only to one for which each place is asked for so much more: else two would chase each other. */
const MORE_WANTED = 2;

/** What a renderer is to load before anybody asks for it. */
export interface ChosenPreload {
  readonly renderer: IndexedRenderer;
  readonly model: string;
  /** To be merged into it. */
  readonly adapters: readonly AdapterUse[];
}

/** What is known of the renderers that may load something now. */
export interface PreloadPlaces {
  readonly index: Pick<RendererIndex, 'kindOf' | 'holders' | 'loadMs'>;
  /** Nothing of anybody runs there, and it may be told to load this. */
  readonly mayLoad: (renderer: IndexedRenderer, load: Pick<ChosenPreload, 'model' | 'adapters'>) => boolean;
  /** Models that it keeps loaded; null = nobody knows, so the next one takes the place of another. */
  readonly placesOf: (renderer: IndexedRenderer) => number | null;
  /** How fast it is with a model; null where that is not known. */
  readonly msPerWork: (renderer: IndexedRenderer, model: string) => number | null;
}

/**
 * The model that is asked for most of those that no idle renderer has loaded, on the idle renderer where that costs
 * least: one with a free place, or one whose least lately used model is asked for much less; the fastest of equals.
 * Copies of a model share what it is asked for, so a second one is worth half. Null when all is where it should be.
 */
export function choosePreload(demand: readonly AskedModel[], places: PreloadPlaces): ChosenPreload | null {
  const asked = demand.map((each) => ({ ...each, kind: places.index.kindOf(each.needs) }));
  for (const { kind } of asked) {
    const holders = places.index.holders(kind).flatMap((all) => Array.from(all).filter(isUsable));
    if (holders.some(({ isIdle }) => isIdle)) continue;
    const chosen = placeFor(kind, { holders: holders.length, asked }, places);
    if (chosen) return chosen;
  }
  return null;
}

interface Wanted {
  /** Renderers that have it. */
  readonly holders: number;
  readonly asked: readonly (AskedModel & { readonly kind: NeedsKind })[];
}

function placeFor(kind: NeedsKind, { holders, asked }: Wanted, places: PreloadPlaces): ChosenPreload | null {
  const { needs, able } = kind;
  const model = needs.model!;
  let best: Candidate | null = null;
  for (const [offer, merged] of able) {
    const load = { model, adapters: mergedBy(offer, needs) };
    for (const renderer of offer.renderers) {
      if (!isUsable(renderer) || !renderer.isIdle || places.index.loadMs(renderer, kind) === 0) continue;
      const wanted = askedThere(renderer, { model, merged }, asked);
      const lost = lostBy(renderer, { asked, places: places.placesOf(renderer) });
      const isWorth = wanted >= ASKED_MIN && wanted / (holders + 1) > MORE_WANTED * lost;
      if (!isWorth || !places.mayLoad(renderer, load)) continue;
      const candidate = { renderer, ...load, lost, msPerWork: places.msPerWork(renderer, model) ?? UNKNOWN_MS };
      if (!best || isBefore(candidate, best)) best = candidate;
    }
  }
  return best;
}

/** Where a model could be loaded. */
interface Candidate extends ChosenPreload {
  readonly lost: number;
  readonly msPerWork: number;
}

/** Who was never measured comes after those that were. */
const UNKNOWN_MS = Number.MAX_VALUE;

function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.lost - b.lost || a.msPerWork - b.msPerWork || a.renderer.order - b.renderer.order) < 0;
}

function isUsable({ snapshot, coolingDown }: IndexedRenderer): boolean {
  return isReady(snapshot) && !coolingDown;
}

interface Loaded {
  readonly model: string;
  /** The key of the adapters that are merged into it. */
  readonly merged: string;
}

/** How often something is asked for that this renderer would draw with this. */
function askedThere({ offers }: IndexedRenderer, { model, merged }: Loaded, asked: Wanted['asked']): number {
  const offer = offers.get(model);
  let sum = 0;
  for (const each of asked) {
    if (offer && each.needs.model === model && each.kind.able.get(offer) === merged) sum += each.asked;
  }
  return sum;
}

/** What one more model there takes away: the share of its least lately used one; 0 where there is a place for both. */
function lostBy(
  renderer: IndexedRenderer,
  { asked, places }: { readonly asked: Wanted['asked']; readonly places: number | null },
): number {
  const resident = renderer.snapshot.state?.resident ?? [];
  const [oldest] = resident;
  if (!oldest || (places !== null && resident.length < places)) return 0;
  const merged = adaptersKey(oldest.adapters);
  const copies = renderer.offers.get(oldest.model)?.holders.get(merged)?.size ?? 1;
  return askedThere(renderer, { model: oldest.model, merged }, asked) / Math.max(1, copies);
}
