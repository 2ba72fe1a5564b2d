import { createIndexedHeap, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import type { Needs } from '#bot/domain/task-needs.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { canDraw } from '#bot/presets/offer.ts';
import type { AdapterUse, Description } from '#shared/contract/messages.ts';

/** A renderer as the policy sees it. */
export interface RendererLoad {
  readonly snapshot: RendererSnapshot;
  /** Predicted milliseconds of work that we have given it and that is not finished. */
  readonly backlogMs: number;
  /** How many renders more it may be given now. */
  readonly room: number;
  /** It failed a moment ago and is left alone for a while. */
  readonly coolingDown: boolean;
}

/** A renderer in the index, which alone changes it. */
export interface IndexedRenderer {
  load: RendererLoad;
  /** Its place among all renderers: of two that are equally good the first is taken. */
  order: number;
  /** Changes with everything that a choice depends on. */
  version: number;
  group: RendererGroup | null;
  /** Keys of what is resident: each model, and each model with the adapters that are merged into it. */
  resident: ReadonlySet<string>;
  /** It was given something since it was last seen, so that `resident` and its load are what we expect of it. */
  isGuess: boolean;
  /** The heaps that it stands in now. */
  heaps: readonly IndexedHeap<IndexedRenderer>[];
}

/** Renderers whose descriptions say the same of kinds of tasks, models, adapters and samplers. */
export interface RendererGroup {
  /** Of one of them; in what `canDraw` reads, that of all. */
  readonly description: Description;
  readonly members: Set<IndexedRenderer>;
  /** Those that may be given something now, by backlog. */
  readonly open: IndexedHeap<IndexedRenderer>;
  /** The same, where something is resident, by its key. */
  readonly openWith: Map<string, IndexedHeap<IndexedRenderer>>;
  /** Of the members: that are up; that are up with a running engine; that are up and cooling down. */
  up: number;
  ready: number;
  cooling: number;
}

/** What a renderer of a group must have resident so that a job begins without loading. */
export interface ResidentKeys {
  readonly model: string;
  readonly merged: string;
}

/** Jobs that need the same. */
export interface NeedsKind {
  readonly needs: Needs;
  /** The groups that can draw it. */
  readonly able: ReadonlyMap<RendererGroup, ResidentKeys>;
}

/** Different needs that are remembered; beyond it all are forgotten and learnt again. */
const KINDS_MAX = 20_000;

/** All groups of renderers, and what is known of the needs that have been asked for. */
export interface RendererGroups {
  /** Moves the renderer to the group of its description, or to none while it has not described itself. */
  join(renderer: IndexedRenderer): void;
  leave(renderer: IndexedRenderer): void;
  kindOf(needs: Needs): NeedsKind;
  /** Forgets the kinds when they have become many. */
  forgetKinds(): void;
}

/** No renderers and no needs. */
export function createRendererGroups(): RendererGroups {
  const groups = new Map<string, RendererGroup>();
  const kinds = createKinds(groups);
  const leave = (renderer: IndexedRenderer) => {
    const { group } = renderer;
    renderer.group = null;
    group?.members.delete(renderer);
    if (!group || group.members.size > 0) return;
    groups.delete(groupKey(group.description));
    kinds.forget();
  };
  return {
    leave,
    join(renderer) {
      const { description } = renderer.load.snapshot;
      leave(renderer);
      if (!description) return;
      const key = groupKey(description);
      const group = groups.get(key) ?? newGroup(description);
      if (!groups.has(key)) kinds.forget();
      groups.set(key, group);
      group.members.add(renderer);
      renderer.group = group;
    },
    kindOf: kinds.of,
    forgetKinds: kinds.trim,
  };
}

/** Kinds by their needs. They name groups, so they are forgotten when a group comes or goes. */
function createKinds(groups: ReadonlyMap<string, RendererGroup>) {
  let byKey = new Map<string, NeedsKind>();
  let bySpec = new WeakMap<Needs, NeedsKind>();
  const forget = () => {
    byKey = new Map();
    bySpec = new WeakMap();
  };
  return {
    forget,
    trim() {
      if (byKey.size > KINDS_MAX) forget();
    },
    of(needs: Needs): NeedsKind {
      const known = bySpec.get(needs);
      if (known) return known;
      const key = needsKey(needs);
      const kind = byKey.get(key) ?? newKind(needs, groups);
      byKey.set(key, kind);
      bySpec.set(needs, kind);
      return kind;
    },
  };
}

/** The same for jobs that the same renderers can draw, with the same load. Computed once for each object. */
export function needsKey(needs: Needs): string {
  const known = needsKeys.get(needs);
  if (known !== undefined) return known;
  const { kind, model, adapters, sampler } = needs;
  const key = JSON.stringify([kind, model, sampler, ...adapters.map(adapterKey).sort()]);
  needsKeys.set(needs, key);
  return key;
}

const needsKeys = new WeakMap<Needs, string>();

/** The keys of everything that is resident. */
export function residentKeys({ state }: RendererSnapshot): ReadonlySet<string> {
  return new Set(state?.resident.flatMap(({ model, adapters }) => [modelKey(model), mergedKey(model, adapters)]));
}

function newKind(needs: Needs, groups: ReadonlyMap<string, RendererGroup>): NeedsKind {
  const able = [...groups.values()].filter(({ description }) => canDraw(description, needs));
  return {
    needs,
    able: new Map(
      able.map((group) => [
        group,
        { model: modelKey(needs.model), merged: mergedKey(needs.model, mergedOf(group, needs)) },
      ]),
    ),
  };
}

/** Those that these renderers merge into the model when they load it. The others are added to each render as it goes. */
function mergedOf({ description }: RendererGroup, { model, adapters }: Needs): readonly AdapterUse[] {
  const offered = description.models.find(({ name }) => name === model)?.adapters ?? [];
  return adapters.filter((use) => !offered.find(({ name }) => name === use.name)?.switchable);
}

/** Text of a string, where `mergedKey` is text of a list: no model's name can be mistaken for the other. */
function modelKey(model: string | null): string {
  return JSON.stringify(model);
}

function mergedKey(model: string | null, adapters: readonly AdapterUse[]): string {
  return JSON.stringify([model, ...adapters.map(adapterKey).sort()]);
}

function adapterKey({ name, weight }: AdapterUse): string {
  return `${name}:${Math.fround(weight)}`; // weights cross the wire in 32 bits
}

/** Everything in a description that `canDraw` and `mergedOf` read. */
function groupKey({ tasks, models, samplers }: Description): string {
  return JSON.stringify([
    tasks,
    models.map(({ name, adapters }) => [name, adapters.map((each) => [each.name, each.switchable === true])]),
    samplers.map(({ name }) => name),
  ]);
}

function newGroup(description: Description): RendererGroup {
  const open = createIndexedHeap(byBacklog);
  return { description, members: new Set(), open, openWith: new Map(), up: 0, ready: 0, cooling: 0 };
}

/** The heap's order: who is free first, and of equals who stands first. */
export function byBacklog(a: IndexedRenderer, b: IndexedRenderer): number {
  return a.load.backlogMs - b.load.backlogMs || a.order - b.order;
}
