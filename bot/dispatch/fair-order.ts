import { createIndexedHeap, type HeapEntry, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';

/** Something that waits in a fair order. */
export interface FairItem {
  readonly id: string;
  readonly ownerId: string;
  /** How much it counts against its owner: a multiple of 2^-20, so that sums are exact. */
  readonly work: number;
}

/**
 * Start-time fair queueing over owners (Goyal et al. 1996). An owner's first item starts when its last served one ends
 * in virtual time, or now if that is past, and each further one when the one before it ends; whoever starts first is
 * next. Only owners are sorted: adding, serving or dropping an item moves one owner.
 */
export interface FairOrder<Item extends FairItem> {
  readonly size: number;
  add(item: Item): void;
  get(id: string): Item | null;
  /** Puts another item of the same id, owner and work in the place of this one. */
  replace(item: Item): void;
  /** Takes an item out; `serve` counts its work against its owner. */
  remove(id: string, how: 'serve' | 'drop'): Item | null;
  /** All in order; it must not be changed meanwhile. The first few cost little. */
  inOrder(): Generator<Item, void, undefined>;
}

/** What waits of one owner. */
interface Owner<Item> {
  readonly id: string;
  /** When the last served item ends. Past = it is not ahead. */
  finish: number;
  /** Where it stands, unless it is being changed. */
  place: { readonly heap: IndexedHeap<Owner<Item>>; readonly entry: HeapEntry<Owner<Item>> } | null;
  readonly items: Map<string, Entry<Item>>;
}

interface Entry<Item> {
  /** Counts up with every item that is added. */
  readonly sequence: number;
  readonly item: Item;
}

/** Nothing waits, and nobody has been served. */
export function createFairOrder<Item extends FairItem>(): FairOrder<Item> {
  const owners = new Map<string, Owner<Item>>();
  const ownerOf = new Map<string, Owner<Item>>();
  const time = createVirtualTime<Item>((owner) => void owners.delete(owner.id));
  let sequence = 0;
  const replace = (item: Item) => {
    const owner = ownerOf.get(item.id);
    const entry = owner?.items.get(item.id);
    if (owner && entry) owner.items.set(item.id, { ...entry, item });
  };
  return {
    get size() {
      return ownerOf.size;
    },
    add(item) {
      if (ownerOf.has(item.id)) return replace(item);
      const owner = owners.get(item.ownerId) ?? { id: item.ownerId, finish: 0, place: null, items: new Map() };
      owners.set(owner.id, owner);
      ownerOf.set(item.id, owner);
      sequence += 1;
      time.leave(owner);
      owner.items.set(item.id, { sequence, item });
      time.enter(owner);
    },
    get: (id) => ownerOf.get(id)?.items.get(id)?.item ?? null,
    replace,
    remove(id, how) {
      const owner = ownerOf.get(id);
      const entry = owner?.items.get(id);
      if (!owner || !entry) return null;
      ownerOf.delete(id);
      time.leave(owner);
      owner.items.delete(id);
      if (how === 'serve') time.serve(owner, entry.item.work);
      time.enter(owner);
      return entry.item;
    },
    inOrder: time.inOrder,
  };
}

/** Virtual time, and the owners in it. `gone` is called with those who neither wait nor are ahead any more. */
function createVirtualTime<Item extends FairItem>(gone: (owner: Owner<Item>) => void) {
  // Owners that are ahead, by when they finish, and all others, who would start now, by their first item.
  const ahead = createIndexedHeap<Owner<Item>>();
  const behind = createIndexedHeap<Owner<Item>>();
  let now = 0;
  const enter = (owner: Owner<Item>) => {
    if (owner.finish > now) owner.place = { heap: ahead, entry: ahead.add(owner, owner.finish, firstOf(owner)) };
    else if (owner.items.size > 0) owner.place = { heap: behind, entry: behind.add(owner, firstOf(owner), 0) };
    else gone(owner);
  };
  return {
    enter,
    /** Must be called before anything about the owner changes. */
    leave(owner: Owner<Item>) {
      owner.place?.heap.remove(owner.place.entry);
      owner.place = null;
    },
    serve(owner: Owner<Item>, work: number) {
      now = Math.max(now, owner.finish);
      owner.finish = now + work;
      for (let next = ahead.at(0); next && next.finish <= now; next = ahead.at(0)) {
        ahead.pop();
        enter(next);
      }
    },
    inOrder: () => merge([ahead, behind], now),
  };
}

/** A place in the merged order: an owner's next item, and where this place is in an owners' heap, what lies below it. */
interface Place<Item> {
  readonly start: number;
  readonly entry: Entry<Item> | null;
  readonly rest: Iterator<Entry<Item>>;
  readonly below: { readonly heap: IndexedHeap<Owner<Item>>; readonly index: number } | null;
}

/** All items of both heaps' owners, each owner's one after another from when it can start. */
function* merge<Item extends FairItem>(
  heaps: readonly IndexedHeap<Owner<Item>>[],
  now: number,
): Generator<Item, void, undefined> {
  const places = createIndexedHeap<Place<Item>>();
  const add = (place: Place<Item>) => places.add(place, place.start, sequenceOf(place));
  const reach = (heap: IndexedHeap<Owner<Item>>, index: number) => {
    const owner = heap.at(index);
    if (!owner) return;
    const rest = owner.items.values();
    add({ start: Math.max(now, owner.finish), entry: rest.next().value ?? null, rest, below: { heap, index } });
  };
  for (const heap of heaps) reach(heap, 0);
  for (let place = places.pop(); place; place = places.pop()) {
    const { start, entry, rest, below } = place;
    if (below) for (const child of [1, 2]) reach(below.heap, 2 * below.index + child);
    if (!entry) continue;
    yield entry.item;
    const { value: next, done } = rest.next();
    if (!done) add({ start: start + entry.item.work, entry: next, rest, below: null });
  }
}

function firstOf({ items }: Owner<unknown>): number {
  return items.values().next().value?.sequence ?? Number.MAX_SAFE_INTEGER;
}

function sequenceOf({ entry }: Place<unknown>): number {
  return entry?.sequence ?? Number.MAX_SAFE_INTEGER;
}
