import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Eight bits for each of red, green and blue; deflated, filtered by row, not interlaced. */
const HEADER_END = [8, 2, 0, 0, 0];

interface RawSize {
  readonly raw: { readonly width: number; readonly height: number; readonly channels: number };
}

/**
 * Does for the engine what it asks sharp for when a picture of three channels is finished, on machines without sharp:
 * a PNG, deflated as much as there, each row as it is.
 */
export function plainPng(pixels: Uint8Array, { raw: { width, height, channels } }: RawSize) {
  if (channels !== 3) throw new Error(`Cannot write a PNG of ${channels} channels without sharp: 3 are known`);
  const chain = {
    toColourspace: () => chain,
    png: () => chain,
    toBuffer: () => Promise.resolve(pngOf(pixels, { width, height })),
  };
  return chain;
}
// Settings of sharp's own threads and memory, of which there are none here.
plainPng.concurrency = (): void => {};
plainPng.cache = (): void => {};

function pngOf(pixels: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Each row after the number of its filter: none.
  const rowBytes = 3 * width;
  const rows = Buffer.alloc(height * (1 + rowBytes));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(rowBytes * y, rowBytes * (y + 1)), y * (1 + rowBytes) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(HEADER_END)])),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
