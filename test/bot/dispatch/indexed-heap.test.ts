import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIndexedHeap, type HeapEntry } from '#bot/dispatch/indexed-heap.ts';

interface Item {
  key: number;
  readonly id: number;
}

const inOrder = (a: Item, b: Item) => a.key - b.key || a.id - b.id;

describe('the heap', () => {
  it('has the first item at its head, whatever was added, moved and taken out', () => {
    const anyDeed = fc.record({
      id: fc.nat(15),
      key: fc.nat(9),
      deed: fc.constantFrom('set', 'set', 'set', 'remove', 'pop'),
      refused: fc.nat(15),
    });
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 60 }), (deeds) => {
        const heap = createIndexedHeap<Item>();
        const items = Array.from({ length: 16 }, (_, id): Item => ({ id, key: 0 }));
        const present = new Map<Item, HeapEntry<Item>>();
        for (const { id, key, deed, refused } of deeds) {
          const item = items[id]!;
          if (deed === 'set') {
            item.key = key;
            const entry = present.get(item);
            if (entry) heap.moved(entry, key, id);
            else present.set(item, heap.add(item, key, id));
          } else if (deed === 'pop') {
            const [first] = [...present.keys()].sort(inOrder);
            expect(heap.pop()).toBe(first);
            if (first) present.delete(first);
          } else {
            const entry = present.get(item);
            if (entry) heap.remove(entry);
            present.delete(item);
          }
          const sorted = [...present.keys()].sort(inOrder);
          expect([heap.size, heap.at(0), heap.first()?.item]).toEqual([sorted.length, sorted[0], sorted[0]]);
          for (const [item, entry] of present) expect(heap.keyOf(entry)).toBe(item.key);
          const accept = (each: Item) => each.id % 3 !== refused % 3;
          expect(heap.find(accept)?.item).toBe(sorted.find(accept));
        }
      }),
      { numRuns: 300 },
    );
  });
  it('finds past refused items without looking at all others', () => {
    const heap = createIndexedHeap<Item>();
    for (let id = 0; id < 1_000; id += 1) heap.add({ id, key: id }, id, 0);
    let looks = 0;
    const found = heap.find(({ id }) => {
      looks += 1;
      return id >= 3;
    });
    expect(found?.item.id).toBe(3);
    expect(looks).toBeLessThanOrEqual(7);
  });
});
