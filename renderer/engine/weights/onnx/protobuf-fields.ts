/** A field of a protobuf message, where its bytes lie. */
export interface ProtobufField {
  readonly id: number;
  /** Of a number that is written in as few bytes as it takes (varint); 0 for all else. */
  readonly value: number;
  /** Of a field with a length, its bytes; of any other, those of its number. */
  readonly start: number;
  readonly end: number;
}

/** Bytes of numbers of fixed width, by protobuf's wire types. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** Of a number of 64 bits. */
const VARINT_BYTES_MAX = 10;

/**
 * The fields of the message at these bytes, in their order (https://protobuf.dev/programming-guides/encoding). Numbers
 * beyond 2^53 lose digits. Throws a SyntaxError for bytes that are no message.
 */
export function* protobufFields(
  bytes: Uint8Array,
  { start, end }: Pick<ProtobufField, 'start' | 'end'> = { start: 0, end: bytes.length },
): Generator<ProtobufField, void, undefined> {
  for (let at = start; at < end; ) {
    const tag = varintAt(bytes, { start: at, end });
    const id = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    const field = fieldAt(bytes, { wire, start: tag.next, end });
    if (id < 1 || field.end > end) throw new SyntaxError(`No message at byte ${at}`);
    yield { id, ...field };
    at = field.end;
  }
}

/** Numbers that stand side by side (packed). Throws likewise. */
export function packedNumbers(bytes: Uint8Array, { start, end }: Pick<ProtobufField, 'start' | 'end'>): number[] {
  const numbers: number[] = [];
  for (let at = start; at < end; ) {
    const { value, next } = varintAt(bytes, { start: at, end });
    numbers.push(value);
    at = next;
  }
  return numbers;
}

function fieldAt(
  bytes: Uint8Array,
  { wire, start, end }: { readonly wire: number; readonly start: number; readonly end: number },
): Omit<ProtobufField, 'id'> {
  if (wire === 0) {
    const { value, next } = varintAt(bytes, { start, end });
    return { value, start, end: next };
  }
  if (wire === 2) {
    const { value, next } = varintAt(bytes, { start, end });
    return { value: 0, start: next, end: next + value };
  }
  const width = FIXED_BYTES[wire];
  if (width === undefined) throw new SyntaxError(`No message at byte ${start}`);
  return { value: 0, start, end: start + width };
}

function varintAt(bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }) {
  let value = 0;
  for (let n = 0; n < VARINT_BYTES_MAX && start + n < end; n++) {
    const byte = bytes[start + n]!;
    value += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return { value, next: start + n + 1 };
  }
  throw new SyntaxError(`No number at byte ${start}`);
}
