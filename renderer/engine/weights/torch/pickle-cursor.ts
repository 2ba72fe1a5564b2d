import { quote, refuse } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { Failure } from '#shared/failure.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Reads a pickle from its first byte on, and knows where it is. */
export class PickleCursor {
  readonly #bytes: Buffer;
  readonly #name: string;
  /** Where in the file the pickle begins, for messages. */
  readonly #start: number;
  #at: number;

  constructor(bytes: Buffer, { name, start }: { readonly name: string; readonly start: number }) {
    this.#bytes = bytes;
    this.#name = name;
    this.#start = start;
    this.#at = 0;
  }

  /** Bytes read so far. */
  get at(): number {
    return this.#at;
  }

  /** The sentence for a pickle that cannot be read, with the byte of the file where that showed. */
  fail(reason: Message, at = this.#at): Failure {
    return refuse(this.#name, message('torch.at-byte', { byte: this.#start + at, reason }));
  }

  take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw this.fail(message('torch.pickle-ends'));
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint16(): number {
    return this.take(2).readUInt16LE();
  }

  int32(): number {
    return this.take(4).readInt32LE();
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  /** A length of eight bytes. */
  uint64(): number {
    const length = this.take(8).readBigUInt64LE();
    if (length > BigInt(this.#bytes.length)) throw this.fail(message('torch.length', { length: String(length) }));
    return Number(length);
  }

  float64(): number {
    return this.take(8).readDoubleBE();
  }

  /** A whole number in two's complement, as long as said. */
  signed(length: number): number | bigint {
    if (length > LONG_BYTES_MAX)
      throw this.fail(message('torch.long-number', { bytes: length, limit: LONG_BYTES_MAX }));
    const bytes = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    value = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  text(length: number): string {
    return this.take(length).toString('utf8');
  }

  /** Up to the next line feed, without it. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0 || end - this.#at > LINE_BYTES_MAX) {
      throw this.fail(message('torch.endless-name', { limit: LINE_BYTES_MAX }));
    }
    const text = this.text(end - this.#at);
    this.#at = end + 1;
    return text;
  }
}

/** The longest number in a real file is the legacy format's mark, ten bytes. */
const LONG_BYTES_MAX = 16;

const LINE_BYTES_MAX = 1_000;

/** A name of Python as it may be shown: short, and with control characters escaped. */
export function shownName(module: string, name: string): string {
  return quote(`${module}.${name}`).slice(1, -1);
}
