import { createLoadCosts, createStartAnswers, firstToStart, loadMs } from '#bot/dispatch/first-to-start.ts';
import { createIndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import {
  createModelOffers,
  type IndexedRenderer,
  type ModelOffers,
  type NeedsKind,
  type RendererHeap,
  type RendererLoad,
  readResident,
} from '#bot/dispatch/model-offers.ts';
import { countAble, countIn, isReady, isTaking, type RendererCounts } from '#bot/dispatch/renderer-counts.ts';
import type { Needs } from '#bot/domain/task-needs.ts';

/**
 * All renderers by what they can draw, what is resident and how soon they are free. A description is read once; where
 * of a thousand renderers a job starts first is a look at the heads of a few heaps.
 */
export interface RendererIndex {
  /** Takes over what has changed since the last time. */
  update(loads: readonly RendererLoad[]): void;
  /** Holds until the next update. */
  kindOf(needs: Needs): NeedsKind;
  /** How many renderers may be given something now. */
  readonly openCount: number;
  /** How often an offer has lost its last open renderer: while it stays, kinds that somebody has room for keep that. */
  readonly ranOutCount: number;
  /** Where it would start first, of those that can take it now; null when nobody can. */
  best(kind: NeedsKind, avoid: ReadonlySet<string>): IndexedRenderer | null;
  /** Those that can draw it without loading anything, whether they can take it now or not. */
  holders(kind: NeedsKind): readonly ReadonlySet<IndexedRenderer>[];
  /** Those that are given what shares its calls by this key. */
  drawing(batchKey: string): ReadonlySet<IndexedRenderer>;
  /** What loading costs before this renderer can begin, in milliseconds; null when it can never draw this. */
  loadMs(renderer: IndexedRenderer, kind: NeedsKind): number | null;
  /** Counts the job in; what it loads is resident for the next choice, until `update` knows better. */
  give(renderer: IndexedRenderer, job: GivenJob): void;
  /** Until the next update it is given nothing more. */
  reserve(renderer: IndexedRenderer): void;
  counts(kind: NeedsKind): RendererCounts;
}

/** What a renderer is given. */
export interface GivenJob {
  readonly kind: NeedsKind;
  readonly predictedMs: number;
  /** Null = it shares its calls with nothing. */
  readonly batchKey: string | null;
}

/** An index without renderers. `measuredMs`: what loading a model takes; null = that was never measured. */
export function createRendererIndex(measuredMs: (model: string) => number | null = () => null): RendererIndex {
  const contents: Contents = {
    renderers: new Map(),
    offers: createModelOffers(),
    totals: { open: 0, up: 0, ranOut: 0 },
    batches: new Map(),
  };
  const { renderers, offers, totals } = contents;
  const costs = createLoadCosts(measuredMs);
  const answers = createStartAnswers(costs);
  return {
    kindOf: offers.kindOf,
    get openCount() {
      return totals.open;
    },
    get ranOutCount() {
      return totals.ranOut;
    },
    update(loads) {
      answers.forget();
      offers.trim();
      for (const [order, load] of loads.entries()) takeOver(load, order, contents);
      if (renderers.size > loads.length) removeAbsent(loads, contents);
    },
    best(kind, avoid) {
      if (avoid.size === 0) return answers.firstToStart(kind);
      const avoided = new Set([...avoid].flatMap((id) => renderers.get(id) ?? []));
      return areOthersUp(kind, avoided) ? firstToStart(kind, { avoided, costs }) : answers.firstToStart(kind);
    },
    holders: ({ able }) => Array.from(able).flatMap(([offer, merged]) => offer.holders.get(merged) ?? []),
    drawing: (batchKey) => contents.batches.get(batchKey) ?? NOBODY,
    loadMs: (renderer, kind) => loadMs(renderer, kind, costs),
    give(renderer, { kind, predictedMs, batchKey }) {
      const loads = loadMs(renderer, kind, costs) ?? 0;
      const { room, coolingDown, backlogMs } = renderer;
      const batches = batchKey === null ? renderer.batches : [...renderer.batches, batchKey];
      const given = { backlogMs: backlogMs + loads + predictedMs, room: room - 1, isIdle: false, coolingDown, batches };
      change(renderer, given, contents);
      if (loads > 0) addResident(renderer, kind);
      renderer.isGuess = true;
    },
    reserve(renderer) {
      change(renderer, { ...changingOf(renderer), room: 0 }, contents);
      renderer.isGuess = true;
    },
    counts: (kind) => countAble(kind, { all: renderers.size, up: totals.up }),
  };
}

interface Contents {
  readonly renderers: Map<string, IndexedRenderer>;
  readonly offers: ModelOffers;
  readonly totals: { open: number; up: number; ranOut: number };
  readonly batches: Map<string, Set<IndexedRenderer>>;
}

const NOBODY: ReadonlySet<IndexedRenderer> = new Set();

function takeOver(load: RendererLoad, order: number, contents: Contents) {
  const { renderers, offers, totals } = contents;
  const known = renderers.get(load.snapshot.id);
  if (known && !known.isGuess && known.order === order && known.snapshot === load.snapshot) {
    if (isChanged(known, load)) change(known, changingOf(load), contents);
    return;
  }
  const renderer = known ?? newRenderer(load, order);
  renderers.set(load.snapshot.id, renderer);
  if (known) takeOut(renderer, totals);
  forgetHolder(renderer);
  const isOther = known?.snapshot.description !== load.snapshot.description;
  assignLoad(renderer, changingOf(load), contents);
  Object.assign(renderer, { snapshot: load.snapshot, order, isGuess: false, resident: readResident(load.snapshot) });
  if (isOther) {
    offers.leave(renderer);
    offers.join(renderer);
  }
  for (const [model, resident] of renderer.resident) for (const merged of resident) addHolder(renderer, model, merged);
  putIn(renderer, totals);
}

function removeAbsent(loads: readonly RendererLoad[], contents: Contents) {
  const { renderers, offers, totals } = contents;
  const present = new Set(loads.map(({ snapshot }) => snapshot.id));
  for (const [id, renderer] of renderers) {
    if (present.has(id)) continue;
    takeOut(renderer, totals);
    forgetHolder(renderer);
    assignLoad(renderer, { ...changingOf(renderer), batches: [] }, contents);
    offers.leave(renderer);
    renderers.delete(id);
  }
}

function addHolder(renderer: IndexedRenderer, model: string | null, merged: string) {
  const holders = renderer.offers.get(model)?.holders;
  holders?.set(merged, (holders.get(merged) ?? new Set()).add(renderer));
}

function forgetHolder(renderer: IndexedRenderer) {
  for (const [model, resident] of renderer.resident) {
    const holders = renderer.offers.get(model)?.holders;
    for (const merged of resident) {
      holders?.get(merged)?.delete(renderer);
      if (holders?.get(merged)?.size === 0) holders.delete(merged);
    }
  }
}

function newRenderer(load: RendererLoad, order: number): IndexedRenderer {
  return {
    ...load,
    batches: [],
    order,
    version: 0,
    offers: new Map(),
    resident: new Map(),
    isGuess: false,
    places: [],
  };
}

/** What changes of a renderer while its snapshot stays. */
type Changing = Pick<IndexedRenderer, 'backlogMs' | 'room' | 'isIdle' | 'coolingDown' | 'batches'>;

function changingOf({ backlogMs, room, isIdle, coolingDown, batches = NONE }: RendererLoad): Changing {
  return { backlogMs, room, isIdle, coolingDown, batches };
}

const NONE: readonly string[] = [];

function assignLoad(
  renderer: IndexedRenderer,
  { backlogMs, room, isIdle, coolingDown, batches }: Changing,
  { batches: drawing }: Pick<Contents, 'batches'>,
) {
  for (const key of renderer.batches) {
    drawing.get(key)?.delete(renderer);
    if (drawing.get(key)?.size === 0) drawing.delete(key);
  }
  for (const key of batches) drawing.set(key, (drawing.get(key) ?? new Set()).add(renderer));
  renderer.batches = batches;
  renderer.backlogMs = backlogMs;
  renderer.room = room;
  renderer.isIdle = isIdle;
  renderer.coolingDown = coolingDown;
}

function isChanged(before: Changing, { backlogMs, room, isIdle, coolingDown, batches = NONE }: RendererLoad): boolean {
  if (before.isIdle !== isIdle || before.coolingDown !== coolingDown) return true;
  if (before.batches.length !== batches.length || batches.some((key, at) => key !== before.batches[at])) return true;
  return before.backlogMs !== backlogMs || before.room !== room;
}

/**
 * Another load of the same snapshot. Who stays open moves forward in its heaps at once; who falls back is moved in each
 * of them only when it is met at its head (`headOf`), since most heaps are not looked at before the next change.
 */
function change(renderer: IndexedRenderer, load: Changing, contents: Pick<Contents, 'totals' | 'batches'>) {
  const { totals } = contents;
  const stays = renderer.coolingDown === load.coolingDown && isOpen(renderer) && load.room > 0;
  const isSooner = load.backlogMs < renderer.backlogMs;
  if (!stays) takeOut(renderer, totals);
  assignLoad(renderer, load, contents);
  if (!stays) return putIn(renderer, totals);
  renderer.version += 1;
  if (isSooner) for (const { heap, entry } of renderer.places) heap.moved(entry, renderer.backlogMs, renderer.order);
}

/** What this kind of job loads is resident there from now on. */
function addResident(renderer: IndexedRenderer, { needs: { model }, able }: NeedsKind) {
  const offer = renderer.offers.get(model)!;
  const merged = able.get(offer)!;
  const before = renderer.resident.get(model);
  if (before?.has(merged)) return;
  renderer.resident = new Map(renderer.resident).set(model, new Set(before).add(merged));
  addHolder(renderer, model, merged);
  if (!isOpen(renderer)) return;
  if (!before) enter(renderer, offer.openResident);
  enter(renderer, heapIn(offer.openMerged, merged));
}

/** Counts the renderer in, and puts it into the heaps of its offers when it may be given something. */
function putIn(renderer: IndexedRenderer, totals: Contents['totals']) {
  renderer.version += 1;
  countIn(renderer, totals, 1);
  if (!isOpen(renderer)) return;
  totals.open += 1;
  for (const [model, offer] of renderer.offers) {
    enter(renderer, offer.open);
    const resident = renderer.resident.get(model);
    if (!resident) continue;
    enter(renderer, offer.openResident);
    for (const merged of resident) enter(renderer, heapIn(offer.openMerged, merged));
  }
}

function enter(renderer: IndexedRenderer, heap: RendererHeap) {
  renderer.places.push({ heap, entry: heap.add(renderer, renderer.backlogMs, renderer.order) });
}

/** Undoes `putIn`; must be called before anything that the order of the heaps depends on changes. */
function takeOut(renderer: IndexedRenderer, totals: Contents['totals']) {
  countIn(renderer, totals, -1);
  if (!isOpen(renderer)) return;
  totals.open -= 1;
  for (const { heap, entry } of renderer.places) heap.remove(entry);
  renderer.places = [];
  for (const { open } of renderer.offers.values()) if (open.size === 0) totals.ranOut += 1;
  for (const [model, resident] of renderer.resident) {
    const merged = renderer.offers.get(model)?.openMerged;
    for (const key of resident) if (merged?.get(key)?.size === 0) merged.delete(key);
  }
}

function heapIn(heaps: Map<string, RendererHeap>, key: string): RendererHeap {
  const heap = heaps.get(key) ?? createIndexedHeap<IndexedRenderer>();
  heaps.set(key, heap);
  return heap;
}

function isOpen({ snapshot, coolingDown, room }: IndexedRenderer): boolean {
  return room > 0 && !coolingDown && isReady(snapshot);
}

/** Whether a renderer that is not avoided is up, takes renders and could draw it, though perhaps not now. */
function areOthersUp({ needs, able }: NeedsKind, avoided: ReadonlySet<IndexedRenderer>): boolean {
  let others = 0;
  for (const offer of able.keys()) others += offer.up - offer.draining - offer.maintained;
  for (const { offers, snapshot } of avoided) {
    const offer = offers.get(needs.model);
    if (offer && able.has(offer) && snapshot.up && isTaking(snapshot)) others -= 1;
  }
  return others > 0;
}
