import { decode, encode, Tagged } from 'cborg';

/** What is written as CBOR (RFC 8949). A Date is a date and time as text, tag 0. */
export type CborValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Date
  | readonly CborValue[]
  | { readonly [key: string]: CborValue }
  | ReadonlyMap<number, CborValue>;

/** Bytes of a value. */
export function cborBytes(value: CborValue): Uint8Array {
  return encode(plain(value));
}

/** What bytes say; tags are left out, maps with numbers as keys have them as text. Null for what is none. Never throws. */
export function readCbor(bytes: Uint8Array): unknown {
  try {
    return unmapped(decode(bytes, { useMaps: true, tags: KNOWN_TAGS }));
  } catch {
    return null;
  }
}

/** A date as text, and a signature of one signer (RFC 9052). */
const KNOWN_TAGS = { 0: (inner: () => unknown) => inner(), 18: (inner: () => unknown) => inner() };

function plain(value: CborValue): unknown {
  if (value instanceof Date) return new Tagged(0, value.toISOString());
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, plain(inner)]));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function unmapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmapped);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), unmapped(inner)]));
  return value;
}
