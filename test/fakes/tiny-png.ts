import { deflateSync } from 'node:zlib';
import { PNG_SIGNATURE, pngChunk } from '#test/fakes/png-chunk.ts';

/** A PNG of one colour that depends on the seed alone, made heavy with a text chunk if need be. */
export function tinyPng(options: { width: number; height: number; seed: number; bytesMin?: number }): Buffer {
  const { width, height, seed, bytesMin = 0 } = options;
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) row.writeUIntBE((seed * 2_654_435_761) % 0x1000000, 1 + x * 3, 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    ...(bytesMin > 0 ? [pngChunk('tEXt', Buffer.alloc(bytesMin, 'Comment\0'))] : []),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
