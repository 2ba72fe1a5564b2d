import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { Raster } from '#renderer/engine/image/raster.ts';

// The engine's threads belong to the networks, and its pictures are all different: no pool, no cache.
sharp.concurrency(1);
sharp.cache(false);

/** Bytes of the signature and of the IHDR chunk, which comes first in every PNG. */
const HEADER_BYTES = 8 + 25;

/** A PNG with text chunks. Text outside Latin-1 goes into an iTXt chunk, as Pillow (and so A1111) does it. */
export async function encodePng(raster: Raster, texts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const { width, height } = raster;
  const png = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, HEADER_BYTES), ...chunks, png.subarray(HEADER_BYTES)]);
}

function textChunk(keyword: string, text: string): Buffer {
  if (/^[\n\x20-\x7e\xa0-\xff]*$/.test(text)) {
    return chunk('tEXt', Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), Buffer.from(text, 'latin1')]));
  }
  // Keyword, not compressed (flag, method), no language tag, no translated keyword, text.
  return chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
