import { createIndexedHeap, type HeapEntry, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import { adaptersKey, type Needs, needsKey } from '#bot/domain/task-needs.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { canDraw, REFINER_FAMILY } from '#bot/presets/offer.ts';
import type { AdapterUse, Description, Model } from '#shared/contract/messages.ts';

/** A renderer as the policy sees it. */
export interface RendererLoad {
  readonly snapshot: RendererSnapshot;
  /** Predicted milliseconds of work that we have given it and that is not finished. */
  readonly backlogMs: number;
  /** How many renders more it may be given now. */
  readonly room: number;
  /** It has nothing of ours. */
  readonly isIdle: boolean;
  /** It failed a moment ago, or comes and goes, and is left alone for a while. */
  readonly coolingDown: boolean;
  /** Of what it was given and has not finished: which calls the steps of others could share (batchKeyOf); left out = none. */
  readonly batches?: readonly string[];
}

/** A renderer in the index, which alone changes it; its load is as it was last seen, with what was given to it since. */
export interface IndexedRenderer {
  snapshot: RendererSnapshot;
  /** What the heaps are sorted by. */
  backlogMs: number;
  room: number;
  isIdle: boolean;
  coolingDown: boolean;
  batches: readonly string[];
  /** Its place among all renderers: of two that are equally good the first is taken. */
  order: number;
  /** Changes with everything that a choice depends on. */
  version: number;
  /** What it offers, by the model's name; null = for tasks that name none. */
  offers: ReadonlyMap<string | null, ModelOffer>;
  /** Keys of the adapters that are merged into what is resident, by the model's name. */
  resident: ReadonlyMap<string | null, ReadonlySet<string>>;
  /** It was given something since it was last seen, so that `resident` and its load are what we expect of it. */
  isGuess: boolean;
  /** Where it stands while it is open. */
  places: { readonly heap: RendererHeap; readonly entry: HeapEntry<IndexedRenderer> }[];
}

/** Renderers by who is free first, and of equals by who stands first. */
export type RendererHeap = IndexedHeap<IndexedRenderer>;

/** A model with its adapters and the samplers beside it, as some renderers have it; or what they do without a model. */
export interface ModelOffer {
  /** Of the renderers' abilities, and of the model among those of equal abilities. */
  readonly abilities: string;
  readonly key: string;
  readonly model: Model | null;
  /** Of one of the renderers; in what `canDraw` reads about this model, that of all. */
  readonly description: Description;
  readonly renderers: Set<IndexedRenderer>;
  /** Those that may be given something now. */
  readonly open: RendererHeap;
  /** The same, where the model is resident, with whatever adapters. */
  readonly openResident: RendererHeap;
  /** The same, where it is resident with these adapters merged into it, by their key. */
  readonly openMerged: Map<string, RendererHeap>;
  /** Those with these adapters merged into it, whether they may be given something or not, by the adapters' key. */
  readonly holders: Map<string, Set<IndexedRenderer>>;
  /** Of the renderers: that are up; of those, with a running engine; cooling down; told to take nothing more; in maintenance. */
  up: number;
  ready: number;
  cooling: number;
  draining: number;
  maintained: number;
}

/** Jobs that need the same. */
export interface NeedsKind {
  readonly needs: Needs;
  /** The offers that it can be drawn with, each with the key of the adapters that must be merged into the model there. */
  readonly able: ReadonlyMap<ModelOffer, string>;
}

/** Different needs that are remembered; beyond it all are forgotten and learnt again. */
const KINDS_MAX = 20_000;

/** What all renderers offer, and which offers suit the needs that have been asked for. */
export interface ModelOffers {
  /** Counts the renderer among those that have what its description says; nowhere while it has none. */
  join(renderer: IndexedRenderer): void;
  leave(renderer: IndexedRenderer): void;
  kindOf(needs: Needs): NeedsKind;
  /** Forgets the kinds when they have become many. */
  trim(): void;
}

/** No renderers and no needs. */
export function createModelOffers(): ModelOffers {
  // By abilities, then by model: the former's key is long, and one for all models of a renderer.
  const offers = new Map<string, Map<string, ModelOffer>>();
  const byModel = new Map<string | null, Set<ModelOffer>>();
  const kinds = createKinds((model) => byModel.get(model) ?? []);
  const add = (offer: ModelOffer) => {
    const name = offer.model?.name ?? null;
    offers.set(offer.abilities, (offers.get(offer.abilities) ?? new Map()).set(offer.key, offer));
    byModel.set(name, (byModel.get(name) ?? new Set()).add(offer));
    kinds.forget(name);
    return offer;
  };
  const remove = (offer: ModelOffer) => {
    const name = offer.model?.name ?? null;
    offers.get(offer.abilities)?.delete(offer.key);
    if (offers.get(offer.abilities)?.size === 0) offers.delete(offer.abilities);
    byModel.get(name)?.delete(offer);
    if (byModel.get(name)?.size === 0) byModel.delete(name);
    kinds.forget(name);
  };
  return {
    join(renderer) {
      const { description } = renderer.snapshot;
      const found = new Map<string | null, ModelOffer>();
      const abilities = description ? abilitiesKey(description) : '';
      let alike = offers.get(abilities);
      for (const model of description ? [null, ...description.models] : []) {
        const name = model?.name ?? null;
        if (!description || found.has(name)) continue;
        const key = modelKey(model);
        const offer = alike?.get(key) ?? add(newOffer({ abilities, key, model, description }));
        alike ??= offers.get(abilities);
        offer.renderers.add(renderer);
        found.set(name, offer);
      }
      renderer.offers = found;
    },
    leave(renderer) {
      for (const offer of renderer.offers.values()) {
        offer.renderers.delete(renderer);
        if (offer.renderers.size === 0) remove(offer);
      }
      renderer.offers = new Map();
    },
    kindOf: kinds.of,
    trim: kinds.trim,
  };
}

/** Kinds by their needs. They name offers, so those of a model are forgotten when an offer of it comes or goes. */
function createKinds(offersOf: (model: string | null) => Iterable<ModelOffer>) {
  let byKey = new Map<string | null, Map<string, NeedsKind>>();
  let byNeeds = new WeakMap<Needs, NeedsKind>();
  let size = 0;
  const find = (needs: Needs): NeedsKind => {
    const key = needsKey(needs);
    const kinds = byKey.get(needs.model) ?? new Map<string, NeedsKind>();
    byKey.set(needs.model, kinds);
    const kind = kinds.get(key) ?? newKind(needs, offersOf(needs.model));
    if (!kinds.has(key)) size += 1;
    kinds.set(key, kind);
    byNeeds.set(needs, kind);
    return kind;
  };
  return {
    forget(model: string | null) {
      size -= byKey.get(model)?.size ?? 0;
      byKey.delete(model);
      byNeeds = new WeakMap();
    },
    trim() {
      if (size <= KINDS_MAX) return;
      byKey = new Map();
      byNeeds = new WeakMap();
      size = 0;
    },
    of: (needs: Needs): NeedsKind => byNeeds.get(needs) ?? find(needs),
  };
}

/** Models that are resident, each with the keys of the adapters that are merged into it. */
export function readResident({ state }: RendererSnapshot): ReadonlyMap<string | null, ReadonlySet<string>> {
  const resident = new Map<string | null, Set<string>>();
  for (const { model, adapters } of state?.resident ?? [])
    resident.set(model, (resident.get(model) ?? new Set()).add(adaptersKey(adapters)));
  return resident;
}

function newKind(needs: Needs, offers: Iterable<ModelOffer>): NeedsKind {
  const able = Array.from(offers).filter(({ description }) => canDraw(description, needs));
  return { needs, able: new Map(able.map((offer) => [offer, adaptersKey(mergedBy(offer, needs))])) };
}

/** Those that these renderers merge into the model when they load it. The others are added to each render as it goes. */
export function mergedBy({ model }: ModelOffer, { adapters }: Needs): readonly AdapterUse[] {
  return adapters.filter((use) => !model?.adapters.find(({ name }) => name === use.name)?.switchable);
}

/** With `modelKey` everything in a description that `canDraw` and `mergedBy` read about a model. */
function abilitiesKey({ tasks, samplers, models, ...described }: Description): string {
  const { preprocessors = [], upscalers = [], draws = [] } = described;
  const refiners = models.filter(({ family }) => family === REFINER_FAMILY).map(({ name }) => name);
  const methods = preprocessors.map(({ method }) => method);
  const enlarging = upscalers.map(({ name, denoises = false }) => [name, denoises]);
  return JSON.stringify([tasks, samplers.map(({ name }) => name), methods, refiners, enlarging, draws]);
}

function modelKey(model: Model | null): string {
  if (!model) return 'null';
  const { name, adapters, imageAdapters = [], controlNetworks = [] } = model;
  const readers = [imageAdapters, controlNetworks].map((all) => all.map((each) => each.name));
  return JSON.stringify([name, readers, ...adapters.map((each) => [each.name, each.switchable === true])]);
}

type OfferNames = Pick<ModelOffer, 'abilities' | 'key' | 'model' | 'description'>;

function newOffer(names: OfferNames): ModelOffer {
  const heaps = { open: createIndexedHeap<IndexedRenderer>(), openResident: createIndexedHeap<IndexedRenderer>() };
  const none = { up: 0, ready: 0, cooling: 0, draining: 0, maintained: 0 };
  return { ...names, renderers: new Set(), ...heaps, openMerged: new Map(), holders: new Map(), ...none };
}
