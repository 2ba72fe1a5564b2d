import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngText } from '#bot/studio/page/app/png-text.ts';

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function png(...chunks: readonly Buffer[]): Uint8Array {
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([head, chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND', Buffer.alloc(0))]),
  );
}

const tEXt = (keyword: string, text: string) => chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
const iTXt = (keyword: string, text: string, compressed = 0) =>
  chunk(
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
    ['a chunk that claims to be longer than the file', png(chunk('tEXt', Buffer.alloc(0))).subarray(0, 30)],
  ])('is nothing in %s', (_what, bytes) => {
    expect(pngText(bytes, 'parameters')).toBeNull();
  });
});
