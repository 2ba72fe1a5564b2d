import { describe, expect, it } from 'vitest';
import { pngText } from '#bot/studio/page/app/png-text.ts';
import { PNG_SIGNATURE, pngChunk } from '#test/fakes/png-chunk.ts';

function png(...chunks: readonly Buffer[]): Uint8Array {
  const [header, end] = [pngChunk('IHDR', Buffer.alloc(13)), pngChunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([PNG_SIGNATURE, header, ...chunks, end]));
}

const tEXt = (keyword: string, text: string) => pngChunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
const iTXt = (keyword: string, text: string, compressed = 0) =>
  pngChunk(
    'iTXt',
    Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from([compressed, 0]), Buffer.from(`en\0word\0${text}`)]),
  );

describe('the text inside a PNG', () => {
  it('is found under its keyword, in either kind of chunk', () => {
    const picture = png(tEXt('Software', 'x'), tEXt('parameters', 'a häuschen'));
    expect(pngText(picture, 'parameters')).toBe('a häuschen');
    expect(pngText(png(iTXt('parameters', '家 a house')), 'parameters')).toBe('家 a house');
  });

  it.each([
    ['no picture', new Uint8Array([1, 2, 3])],
    ['a picture that says nothing', png()],
    ['another keyword', png(tEXt('prompt', 'x'))],
    ['compressed text', png(iTXt('parameters', 'x', 1))],
    ['a chunk that claims to be longer than the file', png(pngChunk('tEXt', Buffer.alloc(0))).subarray(0, 30)],
  ])('is nothing in %s', (_what, bytes) => {
    expect(pngText(bytes, 'parameters')).toBeNull();
  });
});
