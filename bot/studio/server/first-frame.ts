/** What an ANMF chunk says of its frame before the frame's own chunks. Bytes. */
const FRAME_HEAD = 16;

/** Flags of VP8X: the picture has transparent parts. */
const ALPHA = 0x10;

/**
 * The first picture of an animated WebP as a file of its own: its chunks as they are, nothing is decoded
 * (https://developers.google.com/speed/webp/docs/riff_container). Null = there is none.
 */
export function firstFrame(file: Uint8Array): Uint8Array | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const frame = chunksOf(bytes.subarray(12)).find(({ name }) => name === 'ANMF')?.data;
  if (!frame || frame.length <= FRAME_HEAD) return null;
  const chunks = chunksOf(frame.subarray(FRAME_HEAD));
  const alpha = chunks.find(({ name }) => name === 'ALPH');
  const picture = chunks.find(({ name }) => name === 'VP8 ' || name === 'VP8L');
  if (!picture) return null;
  const sides = frame.subarray(6, 12); // width and height of the frame, each less one, in three bytes
  const head = alpha ? [chunk('VP8X', Buffer.concat([Buffer.from([ALPHA, 0, 0, 0]), sides])), alpha.whole] : [];
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...head, picture.whole]);
  return chunk('RIFF', body);
}

interface Chunk {
  readonly name: string;
  readonly data: Buffer;
  /** With its head and padding. */
  readonly whole: Buffer;
}

/** Those that are whole. */
function chunksOf(bytes: Buffer): readonly Chunk[] {
  const found: Chunk[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length;
    if (end > bytes.length) break;
    const data = bytes.subarray(at + 8, end);
    found.push({
      name: bytes.toString('latin1', at, at + 4),
      data,
      whole: chunk(bytes.toString('latin1', at, at + 4), data),
    });
    at = end + (length % 2);
  }
  return found;
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
