import { crc32 } from 'node:zlib';

/** A PNG with a text chunk more, right behind its head: in Latin-1 (tEXt), or in UTF-8 where that does not do (iTXt). */
export function pngWithText(png: Buffer, keyword: string, text: string): Buffer {
  const isLatin = Buffer.from(text, 'latin1').toString('latin1') === text;
  const data = isLatin
    ? Buffer.from(`${keyword}\0${text}`, 'latin1')
    : Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]);
  const body = Buffer.concat([Buffer.from(isLatin ? 'tEXt' : 'iTXt', 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  const head = 8 + 25; // the mark, and IHDR
  return Buffer.concat([png.subarray(0, head), length, body, sum, png.subarray(head)]);
}
