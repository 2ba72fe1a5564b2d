import { crc32 } from 'node:zlib';

/** Bytes of a file that its hash leaves out: the manifest itself. */
export interface LeftOut {
  readonly start: number;
  readonly length: number;
}

/** A file with room for a manifest: what comes before it, and behind it. */
export interface ManifestPlace {
  /** The manifest as it stands in a file of this kind, in chunks or segments. */
  wrap(store: Uint8Array): Uint8Array;
  /** The file around what `wrap` gave. */
  around(wrapped: Uint8Array): { readonly before: Uint8Array; readonly after: Uint8Array };
}

/** Where a manifest goes in a PNG, JPEG or WebP without one; null = it is none of these. */
export function placeIn(file: Uint8Array): ManifestPlace | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (isPng(bytes)) return split(bytes, 8 + 25, pngChunk); // behind the header, before the pixels
  if (isJpeg(bytes)) return split(bytes, 2, jpegSegments);
  return isWebp(bytes) ? webpPlace(bytes) : null;
}

/** A manifest that is in a file, with the bytes it takes; null = none. */
export function manifestIn(file: Uint8Array): { readonly store: Uint8Array; readonly place: LeftOut } | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (isPng(bytes)) return inChunks(bytes, 8, { type: 'caBX', isPng: true });
  if (isWebp(bytes)) return inChunks(bytes, 12, { type: 'C2PA', isPng: false });
  return isJpeg(bytes) ? inSegments(bytes) : null;
}

function isPng(bytes: Buffer): boolean {
  return bytes.length > 33 && bytes.readUInt32BE(0) === 0x89504e47;
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8;
}

function isWebp(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
}

function split(bytes: Buffer, at: number, wrap: ManifestPlace['wrap']): ManifestPlace {
  return { wrap, around: () => ({ before: bytes.subarray(0, at), after: bytes.subarray(at) }) };
}

function pngChunk(store: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from('caBX'), store]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(store.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Of a segment's 65535 bytes, what its length, `JP`, two numbers and the box's length and type leave. */
const SEGMENT_DATA_MAX = 65_535 - 2 - 2 - 2 - 4 - 8;

/** Marker APP11: segments of one box, each with the box's length and type (ISO/IEC 19566-5, annex D). */
function jpegSegments(store: Uint8Array): Buffer {
  const [head, data] = [store.subarray(0, 8), store.subarray(8)];
  const segments = [];
  for (let at = 0; at < data.length; at += SEGMENT_DATA_MAX) {
    const part = data.subarray(at, at + SEGMENT_DATA_MAX);
    const start = Buffer.alloc(12);
    start.writeUInt16BE(0xffeb);
    start.writeUInt16BE(part.length + 18, 2);
    start.write('JP', 4, 'latin1');
    start.writeUInt16BE(1, 6);
    start.writeUInt32BE(segments.length + 1, 8);
    segments.push(Buffer.concat([start, head, part]));
  }
  return Buffer.concat(segments);
}

/** At the end of the RIFF file, whose length says so. */
function webpPlace(bytes: Buffer): ManifestPlace {
  const chunks = bytes.subarray(12, 8 + bytes.readUInt32LE(4));
  return {
    wrap(store) {
      const head = Buffer.alloc(8);
      head.write('C2PA', 'latin1');
      head.writeUInt32LE(store.length, 4);
      return Buffer.concat([head, store, Buffer.alloc(store.length % 2)]);
    },
    around(wrapped) {
      const before = Buffer.concat([Buffer.from('RIFF    WEBP', 'latin1'), chunks]);
      before.writeUInt32LE(before.length + wrapped.length - 8, 4);
      return { before, after: Buffer.alloc(0) };
    },
  };
}

function inChunks(
  bytes: Buffer,
  from: number,
  { type, isPng: isBig }: { readonly type: string; readonly isPng: boolean },
): ReturnType<typeof manifestIn> {
  for (let at = from; at + 8 <= bytes.length; ) {
    const length = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at + 4);
    const name = isBig ? bytes.toString('latin1', at + 4, at + 8) : bytes.toString('latin1', at, at + 4);
    const whole = isBig ? 12 + length : 8 + length + (length % 2);
    if (name === type && at + whole <= bytes.length)
      return { store: bytes.subarray(at + 8, at + 8 + length), place: { start: at, length: whole } };
    at += whole;
  }
  return null;
}

function inSegments(bytes: Buffer): ReturnType<typeof manifestIn> {
  const parts: Buffer[] = [];
  let [start, end] = [0, 0];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = bytes.readUInt16BE(at + 2);
    const isOurs = bytes[at + 1] === 0xeb && length > 18 && bytes.toString('latin1', at + 4, at + 6) === 'JP';
    if (isOurs) {
      parts.push(bytes.subarray(at + (parts.length === 0 ? 12 : 20), at + 2 + length));
      start ||= at;
      end = at + 2 + length;
    }
    at += 2 + length;
  }
  return parts.length === 0 ? null : { store: Buffer.concat(parts), place: { start, length: end - start } };
}
