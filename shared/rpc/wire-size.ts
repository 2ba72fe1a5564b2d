import { failure } from '#shared/text/failure.ts';

/** The fields of a message that hold other messages or files, by their numbers; all others are small. */
export interface WireShape {
  readonly [field: number]: WireShape | 'bytes';
}

/** What a message in its wire format holds. */
export interface WireSize {
  /** All fields at every depth; elements of packed numbers count too. */
  readonly fields: number;
  /** Bytes without the files (fields of type bytes). */
  readonly wordBytes: number;
}

/**
 * Counts what a message holds before it is decoded: an empty message takes two bytes on the wire and an object in
 * memory, a hundred times as much. Stops as soon as there are more than `fieldsMax` fields. Throws `invalid` for bytes
 * that are no message. https://protobuf.dev/programming-guides/encoding/
 */
export function measureWire(bytes: Uint8Array, shape: WireShape, fieldsMax: number): WireSize {
  const measure = { fields: 0, fileBytes: 0 };
  const cursor = { bytes, at: 0 };
  measureMessage(cursor, bytes.length, { shape, fieldsMax, measure });
  return { fields: measure.fields, wordBytes: bytes.length - measure.fileBytes };
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

interface Measuring {
  readonly shape: WireShape;
  readonly fieldsMax: number;
  readonly measure: { fields: number; fileBytes: number };
}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

function measureMessage(cursor: Cursor, end: number, measuring: Measuring): void {
  const { shape, fieldsMax, measure } = measuring;
  while (cursor.at < end) {
    measure.fields += 1;
    if (measure.fields > fieldsMax) throw failure('invalid', 'request.fields', { limit: fieldsMax });
    const tag = readVarint(cursor, end);
    switch (tag % 8) {
      case VARINT:
        readVarint(cursor, end);
        break;
      case FIXED64:
        skip(cursor, 8, end);
        break;
      case FIXED32:
        skip(cursor, 4, end);
        break;
      case DELIMITED:
        measureDelimited(cursor, end, { ...measuring, held: shape[Math.floor(tag / 8)] });
        break;
      default:
        throw malformed();
    }
  }
}

function measureDelimited(
  cursor: Cursor,
  end: number,
  { held, ...measuring }: Measuring & { readonly held: WireShape | 'bytes' | undefined },
): void {
  const length = readVarint(cursor, end);
  const inner = cursor.at + length;
  if (inner > end) throw malformed();
  if (typeof held === 'object') measureMessage(cursor, inner, { ...measuring, shape: held });
  if (held === 'bytes') measuring.measure.fileBytes += length;
  cursor.at = inner;
}

/** At most ten bytes; what is beyond 2^53 is no length and no tag of ours. */
function readVarint(cursor: Cursor, end: number): number {
  let value = 0;
  for (let factor = 1, read = 0; read < 10; factor *= 128, read += 1) {
    if (cursor.at >= end) throw malformed();
    const byte = cursor.bytes[cursor.at]!;
    cursor.at += 1;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  throw malformed();
}

function skip(cursor: Cursor, length: number, end: number): void {
  cursor.at += length;
  if (cursor.at > end) throw malformed();
}

function malformed() {
  return failure('invalid', 'request.malformed');
}
