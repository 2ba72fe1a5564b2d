import { PNG_SIGNATURE, pngChunk } from '#test/fakes/png-chunk.ts';

/** A PNG with a text chunk more, right behind its head: in Latin-1 (tEXt), or in UTF-8 where that does not do (iTXt). */
export function pngWithText(png: Buffer, keyword: string, text: string): Buffer {
  const isLatin = Buffer.from(text, 'latin1').toString('latin1') === text;
  const data = isLatin
    ? Buffer.from(`${keyword}\0${text}`, 'latin1')
    : Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]);
  const head = PNG_SIGNATURE.length + 25; // IHDR
  return Buffer.concat([png.subarray(0, head), pngChunk(isLatin ? 'tEXt' : 'iTXt', data), png.subarray(head)]);
}
