/** Start of a hash: 32-bit FNV-1a, over UTF-16 units. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** What a hash is multiplied by, behind each unit that was mixed in. */
export const HASH_PRIME = 0x01000193;

/** A hash that goes on over a text. */
export function hashOn(hash: number, text: string): number {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), HASH_PRIME);
  return next;
}

/** Slots that are looked at in vain while entries are put in: half an entry's worth is usual. */
const PROBES_PER_ENTRY = 16;
const PROBES_FREE = 10_000;

/** The first entry of a hash that fits, or -1. */
export type FindEntry = (hash: number, fits: (entry: number) => boolean) => number;

/**
 * Finds entries 0 … count - 1 by their hashes: the first whose hash is equal and which fits, or -1. Beside numbers it
 * holds nothing, so that thousands of entries are there in a millisecond. Null where so many hashes are equal or close
 * that the search would take more time than the square root of their number: no list of words is like that by chance.
 */
export function hashSlots(hashes: Int32Array, count: number): FindEntry | null {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  const last = slots.length - 1;
  const first = (hash: number) => (hash ^ (hash >>> 15)) & last;
  let probes = PROBES_FREE + PROBES_PER_ENTRY * count;
  for (let entry = 0; entry < count; entry++) {
    let slot = first(hashes[entry]!);
    for (; slots[slot] !== 0; slot = (slot + 1) & last) if (--probes < 0) return null;
    slots[slot] = entry + 1;
  }
  return (hash, fits) => {
    for (let slot = first(hash); slots[slot] !== 0; slot = (slot + 1) & last) {
      const entry = slots[slot]! - 1;
      if (hashes[entry] === hash && fits(entry)) return entry;
    }
    return -1;
  };
}
