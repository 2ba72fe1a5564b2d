/**
 * A binary min-heap that knows where each item lies, so that any item can be moved or taken out in O(log n). The order
 * is read from the items themselves: whoever changes an item calls `set` before anything else is asked of the heap.
 */
export interface IndexedHeap<T> {
  readonly size: number;
  /** The item at this place of the heap, 0 = the first; what comes after it in order lies below 2i + 1 and 2i + 2. */
  at(index: number): T | undefined;
  /** Adds the item, or moves it to where it belongs now. */
  set(item: T): void;
  delete(item: T): boolean;
  /** The first item in order that is accepted; looks at few when few are not. */
  find(accept: (item: T) => boolean): T | undefined;
}

/** An empty heap; of two items that compare as equal either may come first. */
export function createIndexedHeap<T>(compare: (a: T, b: T) => number): IndexedHeap<T> {
  const heap: Heap<T> = { items: [], places: new Map(), compare };
  const { items, places } = heap;
  return {
    get size() {
      return items.length;
    },
    at: (index) => items[index],
    set(item) {
      const known = places.get(item);
      if (known === undefined) items.push(item);
      settle(heap, item, known ?? items.length - 1);
    },
    delete(item) {
      const index = places.get(item);
      if (index === undefined) return false;
      places.delete(item);
      const last = items.pop()!;
      if (last !== item) settle(heap, last, index);
      return true;
    },
    find: (accept) => search(heap, accept, 0),
  };
}

interface Heap<T> {
  readonly items: T[];
  readonly places: Map<T, number>;
  readonly compare: (a: T, b: T) => number;
}

/** Moves the item from this place, which may hold another by now, to where it belongs. */
function settle<T>(heap: Heap<T>, item: T, from: number) {
  put(heap, item, sink(heap, item, rise(heap, item, from)));
}

function put<T>({ items, places }: Heap<T>, item: T, index: number) {
  items[index] = item;
  places.set(item, index);
}

function rise<T>(heap: Heap<T>, item: T, from: number): number {
  let index = from;
  while (index > 0) {
    const above = (index - 1) >> 1;
    if (heap.compare(heap.items[above]!, item) <= 0) break;
    put(heap, heap.items[above]!, index);
    index = above;
  }
  return index;
}

function sink<T>(heap: Heap<T>, item: T, from: number): number {
  const { items, compare } = heap;
  let index = from;
  while (true) {
    let below = 2 * index + 1;
    if (below >= items.length) return index;
    if (below + 1 < items.length && compare(items[below + 1]!, items[below]!) < 0) below += 1;
    if (compare(item, items[below]!) <= 0) return index;
    put(heap, items[below]!, index);
    index = below;
  }
}

function search<T>(heap: Heap<T>, accept: (item: T) => boolean, index: number): T | undefined {
  const item = heap.items[index];
  if (item === undefined || accept(item)) return item;
  const left = search(heap, accept, 2 * index + 1);
  const right = search(heap, accept, 2 * index + 2);
  if (left === undefined || right === undefined) return left ?? right;
  return heap.compare(left, right) < 0 ? left : right;
}
