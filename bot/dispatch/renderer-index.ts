import { createIndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import {
  byBacklog,
  createRendererGroups,
  type IndexedRenderer,
  type NeedsKind,
  type RendererGroup,
  type RendererGroups,
  type RendererLoad,
  residentKeys,
} from '#bot/dispatch/renderer-groups.ts';
import type { Needs } from '#bot/domain/task-needs.ts';

/** What a change of model, or of adapters on a resident model, is reckoned to cost. Milliseconds. */
const LOAD_MODEL_MS = 4_000;
const LOAD_ADAPTERS_MS = 1_000;

/** How many renderers there are, how many of them are up, and how many of those can draw something, by their state. */
export interface RendererCounts {
  readonly all: number;
  readonly up: number;
  readonly able: number;
  /** Able, with a running engine. */
  readonly ready: number;
  /** Able, and cooling down. */
  readonly cooling: number;
}

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
  /** Where it would start first, of those that can take it now; null when nobody can. */
  best(kind: NeedsKind, avoid: ReadonlySet<string>): IndexedRenderer | null;
  /** What loading costs before this renderer can begin, in milliseconds; null when it can never draw this. */
  loadMs(renderer: IndexedRenderer, kind: NeedsKind): number | null;
  /** Counts the job in; what it loads is resident for the next choice, until `update` knows better. */
  give(renderer: IndexedRenderer, job: { readonly kind: NeedsKind; readonly predictedMs: number }): void;
  counts(kind: NeedsKind): RendererCounts;
}

/** An index without renderers. */
export function createRendererIndex(): RendererIndex {
  const renderers = new Map<string, IndexedRenderer>();
  const groups = createRendererGroups();
  const totals: Totals = { open: 0, up: 0 };
  const answers = createAnswers();
  return {
    kindOf: groups.kindOf,
    get openCount() {
      return totals.open;
    },
    update(loads) {
      answers.forget();
      groups.forgetKinds();
      for (const [order, load] of loads.entries()) takeOver({ load, order }, { renderers, groups, totals });
      if (renderers.size > loads.length) removeAbsent(loads, { renderers, groups, totals });
    },
    best(kind, avoid) {
      if (avoid.size === 0) return answers.firstToStart(kind);
      const avoided = new Set([...avoid].flatMap((id) => renderers.get(id) ?? []));
      return areOthersUp(kind, avoided) ? firstToStart(kind, avoided) : answers.firstToStart(kind);
    },
    loadMs,
    give(renderer, { kind, predictedMs }) {
      const keys = kind.able.get(renderer.group!)!;
      const { load } = renderer;
      const backlogMs = load.backlogMs + (loadMs(renderer, kind) ?? 0) + predictedMs;
      takeOut(renderer, totals);
      renderer.load = { ...load, backlogMs, room: load.room - 1 };
      renderer.isGuess = true;
      if (!renderer.resident.has(keys.merged))
        renderer.resident = new Set([...renderer.resident, keys.model, keys.merged]);
      putIn(renderer, totals);
    },
    counts: (kind) => countAble(kind, { all: renderers.size, up: totals.up }),
  };
}

interface Contents {
  readonly renderers: Map<string, IndexedRenderer>;
  readonly groups: RendererGroups;
  readonly totals: Totals;
}

function takeOver({ load, order }: { load: RendererLoad; order: number }, { renderers, groups, totals }: Contents) {
  const known = renderers.get(load.snapshot.id);
  if (known && isSame(known, { load, order })) return;
  const renderer = known ?? newRenderer(load, order);
  if (known) takeOut(known, totals);
  else renderers.set(load.snapshot.id, renderer);
  const described = known?.load.snapshot.description ?? null;
  if (!known || known.isGuess || known.load.snapshot !== load.snapshot) renderer.resident = residentKeys(load.snapshot);
  Object.assign(renderer, { load, order, isGuess: false });
  if (load.snapshot.description !== described) groups.join(renderer);
  putIn(renderer, totals);
}

function removeAbsent(loads: readonly RendererLoad[], { renderers, groups, totals }: Contents) {
  const present = new Set(loads.map(({ snapshot }) => snapshot.id));
  for (const [id, renderer] of renderers) {
    if (present.has(id)) continue;
    takeOut(renderer, totals);
    groups.leave(renderer);
    renderers.delete(id);
  }
}

/** What `firstToStart` said. Until the next update renderers only become worse, so it holds until that one does. */
function createAnswers() {
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

interface Totals {
  open: number;
  up: number;
}

function newRenderer(load: RendererLoad, order: number): IndexedRenderer {
  return { load, order, version: 0, group: null, resident: new Set(), isGuess: false, heaps: [] };
}

function isSame(renderer: IndexedRenderer, { load, order }: { readonly load: RendererLoad; readonly order: number }) {
  const { snapshot, backlogMs, room, coolingDown } = renderer.load;
  if (renderer.isGuess || renderer.order !== order || snapshot !== load.snapshot) return false;
  return backlogMs === load.backlogMs && room === load.room && coolingDown === load.coolingDown;
}

/** Counts the renderer in, and puts it into the heaps of its group when it may be given something. */
function putIn(renderer: IndexedRenderer, totals: Totals) {
  const { group, load, resident } = renderer;
  renderer.version += 1;
  count(renderer, totals, 1);
  if (!group || !isOpen(load)) return;
  totals.open += 1;
  renderer.heaps = [group.open, ...Array.from(resident, (key) => heapWith(group, key))];
  for (const heap of renderer.heaps) heap.set(renderer);
}

/** Undoes `putIn`; must be called before anything that the order of the heaps depends on changes. */
function takeOut(renderer: IndexedRenderer, totals: Totals) {
  const { group, heaps, resident } = renderer;
  count(renderer, totals, -1);
  if (!group || heaps.length === 0) return;
  totals.open -= 1;
  for (const heap of heaps) heap.delete(renderer);
  for (const key of resident) if (group.openWith.get(key)?.size === 0) group.openWith.delete(key);
  renderer.heaps = [];
}

function heapWith(group: RendererGroup, key: string) {
  const heap = group.openWith.get(key) ?? createIndexedHeap(byBacklog);
  group.openWith.set(key, heap);
  return heap;
}

function count({ group, load }: IndexedRenderer, totals: Totals, by: 1 | -1) {
  if (!load.snapshot.up) return;
  totals.up += by;
  if (!group) return;
  group.up += by;
  if (isReady(load)) group.ready += by;
  if (load.coolingDown) group.cooling += by;
}

function isReady({ snapshot }: RendererLoad): boolean {
  return snapshot.up && snapshot.state?.phase === 'RENDERER_PHASE_READY';
}

function isOpen(load: RendererLoad): boolean {
  return isReady(load) && !load.coolingDown && load.room > 0;
}

function loadMs({ group, resident }: IndexedRenderer, { able }: NeedsKind): number | null {
  const keys = group && able.get(group);
  if (!keys) return null;
  if (!resident.has(keys.model)) return LOAD_MODEL_MS;
  return resident.has(keys.merged) ? 0 : LOAD_ADAPTERS_MS;
}

/**
 * The open renderer, of those not avoided, where it starts first. Each group has three candidates: who is free first of
 * all, and of those that need less loading; a renderer's true start is the earliest that it is a candidate with.
 */
function firstToStart({ able }: NeedsKind, avoided: ReadonlySet<IndexedRenderer> | null): IndexedRenderer | null {
  let best: IndexedRenderer | null = null;
  let bestMs = Number.POSITIVE_INFINITY;
  const consider = (heap: RendererGroup['open'] | undefined, loadMs: number) => {
    const renderer = avoided ? heap?.find((each) => !avoided.has(each)) : heap?.at(0);
    if (!renderer) return;
    const startMs = renderer.load.backlogMs + loadMs;
    if (startMs > bestMs || (startMs === bestMs && best && best.order <= renderer.order)) return;
    best = renderer;
    bestMs = startMs;
  };
  for (const [group, keys] of able) {
    consider(group.openWith.get(keys.merged), 0);
    consider(group.openWith.get(keys.model), LOAD_ADAPTERS_MS);
    consider(group.open, LOAD_MODEL_MS);
  }
  return best;
}

/** Whether a renderer that is not avoided is up and could draw it, though perhaps not now. */
function areOthersUp({ able }: NeedsKind, avoided: ReadonlySet<IndexedRenderer>): boolean {
  let others = 0;
  for (const group of able.keys()) others += group.up;
  for (const { group, load } of avoided) if (group && able.has(group) && load.snapshot.up) others -= 1;
  return others > 0;
}

function countAble({ able }: NeedsKind, { all, up }: { readonly all: number; readonly up: number }): RendererCounts {
  const counts = { all, up, able: 0, ready: 0, cooling: 0 };
  for (const group of able.keys()) {
    counts.able += group.up;
    counts.ready += group.ready;
    counts.cooling += group.cooling;
  }
  return counts;
}
