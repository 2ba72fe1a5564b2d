/**
 * A binary min-heap whose entries know where they lie, so that any of them can be moved or taken out in O(log n). Items
 * are sorted by two numbers, their key and, among equal keys, their tie; whoever changes what these are made of calls
 * `moved` before anything else is asked.
 */
export interface IndexedHeap<T> {
  readonly size: number;
  /** The item at this place of the heap, 0 = the first; what comes after it in order lies below 2i + 1 and 2i + 2. */
  at(index: number): T | undefined;
  add(item: T, key: number, tie: number): HeapEntry<T>;
  /** Takes the first item out. */
  pop(): T | undefined;
  /** The entry's numbers are others now. */
  moved(entry: HeapEntry<T>, key: number, tie: number): void;
  remove(entry: HeapEntry<T>): void;
  first(): HeapEntry<T> | undefined;
  /** The first entry in order whose item is accepted; looks at few when few are not. */
  find(accept: (item: T) => boolean): HeapEntry<T> | undefined;
  /** The key that it was added or last moved with. */
  keyOf(entry: HeapEntry<T>): number;
}

/** An item's place in one heap. */
export interface HeapEntry<T> {
  readonly item: T;
}

/** An empty heap; of two items whose numbers are equal either may come first. */
export function createIndexedHeap<T>(): IndexedHeap<T> {
  const heap: Heap<T> = { entries: [], keys: [], ties: [] };
  const { entries } = heap;
  const remove = (entry: HeapEntry<T>) => {
    const { index } = entry as PlacedEntry<T>;
    const last = entries.pop()!;
    const [key, tie] = [heap.keys.pop()!, heap.ties.pop()!];
    if (last !== entry) settle(heap, last, { index, key, tie });
  };
  return {
    get size() {
      return entries.length;
    },
    at: (index) => entries[index]?.item,
    add(item, key, tie) {
      const entry = { item, index: entries.length };
      settle(heap, entry, { index: entries.length, key, tie });
      return entry;
    },
    pop() {
      const [first] = entries;
      if (first) remove(first);
      return first?.item;
    },
    moved(entry, key, tie) {
      const placed = entry as PlacedEntry<T>;
      settle(heap, placed, { index: placed.index, key, tie });
    },
    remove,
    first: () => entries[0],
    find(accept) {
      const index = search(heap, accept, 0);
      return index === null ? undefined : entries[index];
    },
    keyOf: (entry) => heap.keys[(entry as PlacedEntry<T>).index]!,
  };
}

interface PlacedEntry<T> extends HeapEntry<T> {
  index: number;
}

/** Numbers beside the entries, not in them: sorting reads long rows of plain numbers and follows no reference. */
interface Heap<T> {
  readonly entries: PlacedEntry<T>[];
  readonly keys: number[];
  readonly ties: number[];
}

/** Where an entry could go, and its numbers. */
interface Spot {
  readonly index: number;
  readonly key: number;
  readonly tie: number;
}

/** Puts the entry where it belongs, this place being free for it. */
function settle<T>(heap: Heap<T>, entry: PlacedEntry<T>, { index, key, tie }: Spot) {
  const place = sink(heap, rise(heap, index, key, tie), key, tie);
  heap.entries[place] = entry;
  heap.keys[place] = key;
  heap.ties[place] = tie;
  entry.index = place;
}

/** Moves what lies at one place to another. */
function shift<T>({ entries, keys, ties }: Heap<T>, from: number, to: number) {
  const entry = entries[from]!;
  entries[to] = entry;
  keys[to] = keys[from]!;
  ties[to] = ties[from]!;
  entry.index = to;
}

function rise<T>(heap: Heap<T>, from: number, key: number, tie: number): number {
  let index = from;
  while (index > 0) {
    const above = (index - 1) >> 1;
    if (isBefore(heap, above, key, tie)) break;
    shift(heap, above, index);
    index = above;
  }
  return index;
}

function sink<T>(heap: Heap<T>, from: number, key: number, tie: number): number {
  const { keys, ties } = heap;
  let index = from;
  while (true) {
    let below = 2 * index + 1;
    if (below >= keys.length) return index;
    if (below + 1 < keys.length && isBefore(heap, below + 1, keys[below]!, ties[below]!)) below += 1;
    if (!isBefore(heap, below, key, tie)) return index;
    shift(heap, below, index);
    index = below;
  }
}

/** Whether what lies at this place comes before these numbers. */
function isBefore<T>({ keys, ties }: Heap<T>, index: number, key: number, tie: number): boolean {
  const at = keys[index]!;
  return at < key || (at === key && ties[index]! < tie);
}

function search<T>(heap: Heap<T>, accept: (item: T) => boolean, index: number): number | null {
  const entry = heap.entries[index];
  if (entry === undefined) return null;
  if (accept(entry.item)) return index;
  const left = search(heap, accept, 2 * index + 1);
  const right = search(heap, accept, 2 * index + 2);
  if (left === null || right === null) return left ?? right;
  return isBefore(heap, left, heap.keys[right]!, heap.ties[right]!) ? left : right;
}
