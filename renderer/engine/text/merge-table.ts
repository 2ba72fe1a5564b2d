/** The merges of a byte-pair encoding, by rank: the lower, the earlier. */
export interface MergeTable {
  readonly count: number;
  /** Rank at which these two become one, or -1. */
  rankOf(left: string, right: string): number;
  /** Rank of a merge that makes this token, or -1. */
  rankOfToken(token: string): number;
}

/**
 * Indexes merges written one a line, in order of rank, two parts with a space between. One pass over the text, and no
 * string is made: opening fifty thousand merges takes milliseconds. `refuse` is called with a line that is no merge.
 */
export function indexMerges(text: string, refuse: (line: string) => never): MergeTable {
  const lines = scan(text, refuse);
  const { count, hashes } = lines;
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  const last = slots.length - 1;
  for (let rank = 0; rank < count; rank++) {
    let slot = spread(hashes[rank]!) & last;
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = rank + 1;
  }

  /** The lowest rank of this hash whose line fits. */
  function find(hash: number, fits: (start: number, end: number) => boolean): number {
    for (let slot = spread(hash) & last; slots[slot] !== 0; slot = (slot + 1) & last) {
      const rank = slots[slot]! - 1;
      if (hashes[rank] === hash && fits(lines.starts[rank]!, lines.ends[rank]!)) return rank;
    }
    return -1;
  }

  return {
    count,
    rankOf: (left, right) =>
      find(hashOf(right, hashOf(left, SEED)), (start, end) => {
        const space = start + left.length;
        const sameLength = end - space - 1 === right.length;
        return sameLength && text.startsWith(left, start) && text[space] === ' ' && text.startsWith(right, space + 1);
      }),
    rankOfToken: (token) =>
      find(hashOf(token, SEED), (start, end) => text.slice(start, end).replace(' ', '') === token),
  };
}

/** Where each merge stands, and the hash of its two parts together. */
interface Lines {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
}

const NEW_LINE = 10;
const RETURN = 13;
const SPACE = 32;

function scan(text: string, refuse: (line: string) => never): Lines {
  // The shortest merge takes four characters with its line's end.
  const most = (text.length >> 2) + 1;
  const lines = { count: 0, starts: new Int32Array(most), ends: new Int32Array(most), hashes: new Int32Array(most) };
  let start = text.startsWith('#version') ? text.indexOf('\n') + 1 || text.length : 0;
  let hash = SEED;
  let space = -1;
  for (let at = start; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : NEW_LINE;
    if (code > SPACE) {
      hash = Math.imul(hash ^ code, PRIME);
    } else if (code === SPACE && space < start && at > start) {
      space = at;
    } else if (code === NEW_LINE) {
      const end = text.charCodeAt(at - 1) === RETURN && at > start ? at - 1 : at;
      if (end > start) {
        if (space <= start || space >= end - 1) refuse(text.slice(start, end));
        lines.starts[lines.count] = start;
        lines.ends[lines.count] = end;
        lines.hashes[lines.count] = hash;
        lines.count += 1;
      }
      [start, hash] = [at + 1, SEED];
    } else if (code !== RETURN || text.charCodeAt(at + 1) !== NEW_LINE) {
      refuse(text.slice(start, at + 1));
    }
  }
  return lines;
}

/** 32-bit FNV-1a, over UTF-16 units. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
