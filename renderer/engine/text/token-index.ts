import { HASH_PRIME, HASH_SEED, hashOn, hashSlots } from '#renderer/engine/text/hash-slots.ts';

/** Ids of tokens. */
export interface TokenIndex {
  idOf(token: string): number | undefined;
  /** The highest id; -1 when there is none. */
  readonly top: number;
}

/**
 * Indexes a vocab.json, which is an object of tokens with whole numbers, in one pass over its text: reading fifty
 * thousand tokens as JSON takes many times as long. Null for anything else, also for legal JSON in a rare form:
 * whoever wants to say what is wrong with it reads it as JSON.
 */
export function indexTokens(text: string): TokenIndex | null {
  const entries = scan(text);
  if (entries === null) return null;
  const { starts, ends, hashes, ids, count, escaped } = entries;
  const find = hashSlots(hashes, count);
  if (find === null) return null;
  let top = -1;
  for (const id of ids.subarray(0, count)) if (id > top) top = id;
  for (const id of escaped.values()) if (id > top) top = id;
  return {
    top,
    idOf(token) {
      const isHere = (entry: number) =>
        ends[entry]! - starts[entry]! === token.length && text.startsWith(token, starts[entry]!);
      const entry = find(hashOn(HASH_SEED, token), isHere);
      return entry < 0 ? escaped.get(token) : ids[entry];
    },
  };
}

interface Entries {
  readonly count: number;
  /** Of each token between its quotes. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
  readonly ids: Int32Array;
  /** Tokens that are spelt with a backslash. */
  readonly escaped: Map<string, number>;
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const OPEN = 123;
const CLOSE = 125;
const ZERO = 48;
const NINE = 57;
const ID_DIGITS_MAX = 9;

/** One loop without calls for what is usual: it is hot before a compiler has seen it. */
function scan(text: string): Entries | null {
  const { length } = text;
  const most = Math.floor(length / 5) + 1;
  const [starts, ends, hashes, ids] = Array.from({ length: 4 }, () => new Int32Array(most)) as Four;
  const escaped = new Map<string, number>();
  let count = 0;
  let at = skipSpaces(text, 0);
  if (text.charCodeAt(at) !== OPEN) return null;
  for (let code = COMMA; code === COMMA; ) {
    // The token.
    at = skipSpaces(text, at + 1);
    if (text.charCodeAt(at) !== QUOTE) return null;
    const start = ++at;
    let hash = HASH_SEED;
    let isEscaped = false;
    for (code = text.charCodeAt(at); code !== QUOTE && at < length; code = text.charCodeAt(++at)) {
      hash = Math.imul(hash ^ code, HASH_PRIME);
      if (code !== BACKSLASH) continue;
      isEscaped = true;
      at++;
    }
    const end = at;

    // Its number.
    at = skipSpaces(text, end + 1);
    if (text.charCodeAt(at) !== COLON) return null;
    const digits = skipSpaces(text, at + 1);
    let id = 0;
    at = digits;
    for (code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at))
      id = 10 * id + code - ZERO;
    if (at === digits || at - digits > ID_DIGITS_MAX || (text.charCodeAt(digits) === ZERO && at > digits + 1))
      return null;

    if (isEscaped) {
      if (!keepEscaped(escaped, text.slice(start - 1, end + 1), id)) return null;
    } else {
      starts[count] = start;
      ends[count] = end;
      hashes[count] = hash;
      ids[count++] = id;
    }
    at = skipSpaces(text, at);
    code = text.charCodeAt(at);
  }
  const isWhole = text.charCodeAt(at) === CLOSE && skipSpaces(text, at + 1) === length;
  return isWhole ? { count, starts, ends, hashes, ids, escaped } : null;
}

type Four = [Int32Array, Int32Array, Int32Array, Int32Array];

/** False when it is no string of JSON. */
function keepEscaped(escaped: Map<string, number>, quoted: string, id: number): boolean {
  try {
    escaped.set(JSON.parse(quoted) as string, id);
    return true;
  } catch {
    return false;
  }
}

/** JSON's own four. */
function skipSpaces(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
  }
}
