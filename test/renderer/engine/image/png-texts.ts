import { crc32 } from 'node:zlib';

export interface PngText {
  readonly type: 'tEXt' | 'iTXt';
  readonly keyword: string;
  readonly text: string;
}

/** The text chunks of a PNG, read as the specification says; throws when a chunk's checksum is wrong. */
export function pngTexts(png: Uint8Array): PngText[] {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const texts: PngText[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    const check = bytes.readUInt32BE(at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== check) throw new Error(`the ${type} chunk is damaged`);
    const end = body.indexOf(0);
    const keyword = body.toString('latin1', 0, end);
    if (type === 'tEXt') texts.push({ type, keyword, text: body.toString('latin1', end + 1) });
    if (type === 'iTXt') texts.push({ type, keyword, text: body.toString('utf8', end + 5) });
    at += 12 + length;
  }
  return texts;
}
