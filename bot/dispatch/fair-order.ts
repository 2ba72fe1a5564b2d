import { createIndexedHeap, type HeapEntry, type IndexedHeap } from '#bot/dispatch/indexed-heap.ts';

/** Something that waits in a fair order. */
export interface FairItem {
  readonly id: string;
  /** Whose it is, from the largest group that shares down to the owner: as many names for every item of an order. */
  readonly path: readonly string[];
  /** How much it counts against each of those: multiples of 2^-20, so that sums are exact. */
  readonly work: readonly number[];
}

/**
 * Start-time fair queueing (Goyal et al. 1996), one inside the other: those of the first name of a path share, of what
 * each of them gets those of the second name, and so on. An owner's first item starts when its last served one ends in
 * virtual time, or now if that is past, and each further one when the one before it ends; whoever starts first is next.
 * Nobody waits for ever: virtual time goes on with all work, also that of owners who are new each time. Only owners are
 * sorted: adding, serving or dropping an item moves one owner of each level.
 */
export interface FairOrder<Item extends FairItem> {
  readonly size: number;
  add(item: Item): void;
  get(id: string): Item | null;
  /** Puts another item of the same id, path and work in the place of this one. */
  replace(item: Item): void;
  /** Takes an item out; `serve` and `lend` count its work against its owners, `lend` where it was not their turn. */
  remove(id: string, how: Removal): Item | null;
  /** How far one of these owners is ahead of those it shares with, the largest of all levels, as work; 0 = none is. */
  lead(path: readonly string[]): number;
  /** Counts so much more against these owners, or less where it is negative; `work` as an item's. */
  charge(path: readonly string[], work: readonly number[]): void;
  /** All in order; it must not be changed meanwhile. The first few cost little. */
  inOrder(): Generator<Item, void, undefined>;
}

/** How an item leaves the order. */
export type Removal = 'serve' | 'lend' | 'drop';

/**
 * Of the work that is served, virtual time goes on by this part at least: who is ahead by some work waits for no more
 * than so many times as much. It is small, so that as many who share at once still get the same.
 */
const AGEING_SHARE = 1 / 64;

/** As all work, so that sums are exact. */
const EXACT = 2 ** 20;

/** How far virtual time goes on by so much work. */
export function agedBy(work: number): number {
  return Math.floor(work * AGEING_SHARE * EXACT) / EXACT;
}

interface Entry<Item> {
  /** Counts up with every item that is added. */
  readonly sequence: number;
  readonly item: Item;
}

/** What waits of one owner: in a line, or of several that share. */
interface Waiting<Item> {
  readonly size: number;
  add(entry: Entry<Item>): void;
  replace(entry: Entry<Item>): void;
  remove(item: Item, how: Removal): void;
  lead(path: readonly string[]): number;
  charge(path: readonly string[], work: readonly number[]): void;
  /** Of what is next; the largest number where nothing waits. */
  first(): number;
  inOrder(): Iterator<Entry<Item>, void, undefined>;
}

interface Owner<Item> {
  readonly id: string;
  /** When the last served item ends. Past = it is not ahead. */
  finish: number;
  /** Where it stands, unless it is being changed. */
  place: { readonly heap: IndexedHeap<Owner<Item>>; readonly entry: HeapEntry<Owner<Item>> } | null;
  readonly waiting: Waiting<Item>;
}

/** Nothing waits, and nobody has been served; `depth` names make a path. */
export function createFairOrder<Item extends FairItem>(depth: number): FairOrder<Item> {
  const entries = new Map<string, Entry<Item>>();
  const waiting = createShared<Item>(0, depth);
  let sequence = 0;
  const replace = (item: Item) => {
    const entry = entries.get(item.id);
    if (!entry) return;
    entries.set(item.id, { ...entry, item });
    waiting.replace({ ...entry, item });
  };
  return {
    get size() {
      return entries.size;
    },
    add(item) {
      if (entries.has(item.id)) return replace(item);
      sequence += 1;
      entries.set(item.id, { sequence, item });
      waiting.add({ sequence, item });
    },
    get: (id) => entries.get(id)?.item ?? null,
    replace,
    remove(id, how) {
      const entry = entries.get(id);
      if (!entry) return null;
      entries.delete(id);
      waiting.remove(entry.item, how);
      return entry.item;
    },
    lead: waiting.lead,
    charge: waiting.charge,
    *inOrder() {
      const inner = waiting.inOrder();
      for (let next = inner.next(); !next.done; next = inner.next()) yield next.value.item;
    },
  };
}

/** What waits of all who share at this level. */
function createShared<Item extends FairItem>(level: number, depth: number): Waiting<Item> {
  const owners = new Map<string, Owner<Item>>();
  const time = createVirtualTime<Item>(level, (owner) => void owners.delete(owner.id));
  let size = 0;
  const ownerOf = ({ path }: Pick<Item, 'path'>): Owner<Item> => {
    const id = path[level]!;
    const known = owners.get(id);
    if (known) return known;
    const waiting = level + 1 < depth ? createShared<Item>(level + 1, depth) : createLine<Item>();
    const owner = { id, finish: 0, place: null, waiting };
    owners.set(id, owner);
    return owner;
  };
  return {
    get size() {
      return size;
    },
    add(entry) {
      const owner = ownerOf(entry.item);
      size += 1;
      time.leave(owner);
      owner.waiting.add(entry);
      time.enter(owner);
    },
    replace: (entry) => ownerOf(entry.item).waiting.replace(entry),
    remove(item, how) {
      const owner = ownerOf(item);
      size -= 1;
      time.leave(owner);
      owner.waiting.remove(item, how);
      if (how !== 'drop') time.serve(owner, item.work[level]!, how);
      time.enter(owner);
    },
    lead(path) {
      const owner = owners.get(path[level]!);
      return owner ? Math.max(time.lead(owner), owner.waiting.lead(path)) : 0;
    },
    charge(path, work) {
      const owner = ownerOf({ path });
      time.leave(owner);
      owner.waiting.charge(path, work);
      time.charge(owner, work[level]!);
      time.enter(owner);
    },
    first: () => time.next()?.waiting.first() ?? Number.MAX_SAFE_INTEGER,
    inOrder: time.inOrder,
  };
}

/** What waits of one owner, first come first served. */
function createLine<Item extends FairItem>(): Waiting<Item> {
  const entries = new Map<string, Entry<Item>>();
  return {
    get size() {
      return entries.size;
    },
    add: (entry) => void entries.set(entry.item.id, entry),
    replace: (entry) => void entries.set(entry.item.id, entry),
    remove: ({ id }) => void entries.delete(id),
    lead: () => 0,
    charge() {},
    first: () => entries.values().next().value?.sequence ?? Number.MAX_SAFE_INTEGER,
    inOrder: () => entries.values(),
  };
}

/** Virtual time, and the owners in it. `gone` is called with those who neither wait nor are ahead any more. */
function createVirtualTime<Item extends FairItem>(level: number, gone: (owner: Owner<Item>) => void) {
  // Owners that are ahead, by when they finish, and all others, who would start now, by their first item.
  const ahead = createIndexedHeap<Owner<Item>>();
  const behind = createIndexedHeap<Owner<Item>>();
  let now = 0;
  const enter = (owner: Owner<Item>) => {
    if (owner.finish > now) owner.place = { heap: ahead, entry: ahead.add(owner, owner.finish, owner.waiting.first()) };
    else if (owner.waiting.size > 0) owner.place = { heap: behind, entry: behind.add(owner, owner.waiting.first(), 0) };
    else gone(owner);
  };
  return {
    enter,
    /** Must be called before anything about the owner changes. */
    leave(owner: Owner<Item>) {
      owner.place?.heap.remove(owner.place.entry);
      owner.place = null;
    },
    /** Time goes on to where who is served starts; who is lent something is ahead of the others by as much more. */
    serve(owner: Owner<Item>, work: number, how: 'serve' | 'lend') {
      const start = Math.max(now, owner.finish);
      owner.finish = start + work;
      now = (how === 'lend' ? now : start) + agedBy(work);
      for (let next = ahead.at(0); next && next.finish <= now; next = ahead.at(0)) {
        ahead.pop();
        enter(next);
      }
    },
    lead: ({ finish }: Owner<Item>) => Math.max(0, finish - now),
    /** What was given back is no credit: nobody starts before now. */
    charge(owner: Owner<Item>, work: number) {
      owner.finish = Math.max(now, owner.finish) + work;
    },
    /** Whose item is next; undefined where nothing waits. */
    next: () => behind.at(0) ?? ahead.find(({ waiting }) => waiting.size > 0)?.item,
    inOrder(): Iterator<Entry<Item>, void, undefined> {
      const only = ahead.size + behind.size === 1 ? (ahead.at(0) ?? behind.at(0)) : undefined;
      return only ? only.waiting.inOrder() : merge([ahead, behind], { now, level });
    },
  };
}

/** A place in the merged order: an owner's next item, and where this place is in an owners' heap, what lies below it. */
interface Place<Item> {
  readonly start: number;
  readonly entry: Entry<Item> | null;
  readonly rest: Iterator<Entry<Item>, void, undefined>;
  readonly below: { readonly heap: IndexedHeap<Owner<Item>>; readonly index: number } | null;
}

/** All items of both heaps' owners, each owner's one after another from when it can start. */
function* merge<Item extends FairItem>(
  heaps: readonly IndexedHeap<Owner<Item>>[],
  { now, level }: { readonly now: number; readonly level: number },
): Generator<Entry<Item>, void, undefined> {
  const places = createIndexedHeap<Place<Item>>();
  const add = (place: Place<Item>) => places.add(place, place.start, sequenceOf(place));
  const reach = (heap: IndexedHeap<Owner<Item>>, index: number) => {
    const owner = heap.at(index);
    if (!owner) return;
    const rest = owner.waiting.inOrder();
    add({ start: Math.max(now, owner.finish), entry: rest.next().value ?? null, rest, below: { heap, index } });
  };
  for (const heap of heaps) reach(heap, 0);
  for (let place = places.pop(); place; place = places.pop()) {
    const { start, entry, rest, below } = place;
    if (below) for (const child of [1, 2]) reach(below.heap, 2 * below.index + child);
    if (!entry) continue;
    yield entry;
    const { value: next } = rest.next();
    if (next) add({ start: start + entry.item.work[level]!, entry: next, rest, below: null });
  }
}

function sequenceOf({ entry }: Place<unknown>): number {
  return entry?.sequence ?? Number.MAX_SAFE_INTEGER;
}
