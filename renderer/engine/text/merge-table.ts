import { HASH_PRIME, HASH_SEED, hashOn, hashSlots } from '#renderer/engine/text/hash-slots.ts';

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
 * Null where lines repeat each other far too often.
 */
export function indexMerges(text: string, refuse: (line: string) => never): MergeTable | null {
  const lines = scan(text, refuse);
  const { count, starts, ends } = lines;
  const find = hashSlots(lines.hashes, count);
  if (find === null) return null;
  return {
    count,
    rankOf: (left, right) =>
      find(hashOn(hashOn(HASH_SEED, left), right), (rank) => {
        const space = starts[rank]! + left.length;
        const isAsLong = ends[rank]! - space - 1 === right.length;
        return (
          isAsLong && text[space] === ' ' && text.startsWith(left, starts[rank]!) && text.startsWith(right, space + 1)
        );
      }),
    rankOfToken: (token) =>
      find(hashOn(HASH_SEED, token), (rank) => text.slice(starts[rank]!, ends[rank]!).replace(' ', '') === token),
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
  let hash = HASH_SEED;
  let space = -1;
  for (let at = start; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : NEW_LINE;
    if (code > SPACE) {
      hash = Math.imul(hash ^ code, HASH_PRIME);
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
      [start, hash] = [at + 1, HASH_SEED];
    } else if (code !== RETURN || text.charCodeAt(at + 1) !== NEW_LINE) {
      refuse(text.slice(start, at + 1));
    }
  }
  return lines;
}
