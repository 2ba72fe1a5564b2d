/**
 * A binary min-heap whose entries know where they lie, so that any of them can be moved or taken out in O(log n). The
 * order is read from the items: whoever changes an item that lies here calls `moved` before anything else is asked.
 */
export interface IndexedHeap<T> {
  readonly size: number;
  /** The item at this place of the heap, 0 = the first; what comes after it in order lies below 2i + 1 and 2i + 2. */
  at(index: number): T | undefined;
  add(item: T): HeapEntry<T>;
  /** Takes the first item out. */
  pop(): T | undefined;
  /** The entry's item has changed. */
  moved(entry: HeapEntry<T>): void;
  /** Takes the entry out; its item may have changed. */
  remove(entry: HeapEntry<T>): void;
  /** The first item in order that is accepted; looks at few when few are not. */
  find(accept: (item: T) => boolean): T | undefined;
}

/** An item's place in one heap. */
export interface HeapEntry<T> {
  readonly item: T;
}

/** An empty heap; of two items that compare as equal either may come first. */
export function createIndexedHeap<T>(compare: (a: T, b: T) => number): IndexedHeap<T> {
  const entries: PlacedEntry<T>[] = [];
  const heap: Heap<T> = { entries, compare };
  const remove = (entry: HeapEntry<T>) => {
    const { index } = entry as PlacedEntry<T>;
    const last = entries.pop()!;
    if (last !== entry) settle(heap, last, index);
  };
  return {
    get size() {
      return entries.length;
    },
    at: (index) => entries[index]?.item,
    add(item) {
      const entry = { item, index: entries.length };
      entries.push(entry);
      settle(heap, entry, entry.index);
      return entry;
    },
    pop() {
      const [first] = entries;
      if (first) remove(first);
      return first?.item;
    },
    moved: (entry) => settle(heap, entry as PlacedEntry<T>, (entry as PlacedEntry<T>).index),
    remove,
    find: (accept) => search(heap, accept, 0)?.item,
  };
}

interface PlacedEntry<T> extends HeapEntry<T> {
  index: number;
}

interface Heap<T> {
  readonly entries: PlacedEntry<T>[];
  readonly compare: (a: T, b: T) => number;
}

/** Puts the entry where it belongs, this place being free for it. */
function settle<T>(heap: Heap<T>, entry: PlacedEntry<T>, from: number) {
  put(heap, entry, sink(heap, entry, rise(heap, entry, from)));
}

function put<T>({ entries }: Heap<T>, entry: PlacedEntry<T>, index: number) {
  entries[index] = entry;
  entry.index = index;
}

function rise<T>(heap: Heap<T>, { item }: PlacedEntry<T>, from: number): number {
  let index = from;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap.entries[above]!;
    if (heap.compare(parent.item, item) <= 0) break;
    put(heap, parent, index);
    index = above;
  }
  return index;
}

function sink<T>(heap: Heap<T>, { item }: PlacedEntry<T>, from: number): number {
  const { entries, compare } = heap;
  let index = from;
  while (true) {
    let below = 2 * index + 1;
    if (below >= entries.length) return index;
    if (below + 1 < entries.length && compare(entries[below + 1]!.item, entries[below]!.item) < 0) below += 1;
    if (compare(item, entries[below]!.item) <= 0) return index;
    put(heap, entries[below]!, index);
    index = below;
  }
}

function search<T>(heap: Heap<T>, accept: (item: T) => boolean, index: number): PlacedEntry<T> | undefined {
  const entry = heap.entries[index];
  if (entry === undefined || accept(entry.item)) return entry;
  const left = search(heap, accept, 2 * index + 1);
  const right = search(heap, accept, 2 * index + 2);
  if (left === undefined || right === undefined) return left ?? right;
  return heap.compare(left.item, right.item) < 0 ? left : right;
}
