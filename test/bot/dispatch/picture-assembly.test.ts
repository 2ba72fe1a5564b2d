import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemblePictures } from '#bot/dispatch/picture-assembly.ts';
import type { Picture } from '#shared/contract/messages.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const SPEC = { width: 16, height: 8, count: 1 };
const PNG = tinyPng({ width: 16, height: 8, seed: 3 });

function pieces(png: Buffer, { size = 40, index = 0 }: { size?: number; index?: number } = {}): Picture[] {
  const sha256 = createHash('sha256').update(png).digest('hex');
  return Array.from({ length: Math.ceil(png.length / size) }, (_, piece) => {
    const last = (piece + 1) * size >= png.length;
    const data = png.subarray(piece * size, (piece + 1) * size);
    return { index, seed: 3, data, last, size: png.length, sha256: last ? sha256 : '' };
  });
}

function assemble(parts: readonly Picture[], spec = SPEC) {
  const assembly = assemblePictures(spec);
  for (const part of parts) assembly.add(part);
  return assembly.complete();
}

describe('pieces of a picture', () => {
  it('become the picture, however they were cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: PNG.length + 5 }), (size) => {
        const [arrived] = assemble(pieces(PNG, { size }));
        expect(Buffer.from(arrived!.data).equals(PNG)).toBe(true);
        expect(arrived!.picture).toEqual({ index: 0, seed: 3, bytes: PNG.length, width: 16, height: 8 });
      }),
      { numRuns: 50 },
    );
  });
  it('become several pictures, one after another', () => {
    const both = [...pieces(PNG), ...pieces(PNG, { index: 1 })];
    expect(assemble(both, { ...SPEC, count: 2 }).map(({ picture }) => picture.index)).toEqual([0, 1]);
  });
  const wrong: [string, Picture[], RegExp][] = [
    ['a piece is missing', pieces(PNG).slice(1), /bytes, and said/],
    ['the last piece is missing', pieces(PNG).slice(0, -1), /0 of 1 pictures came/],
    ['there are more bytes than said', pieces(PNG).map((piece) => ({ ...piece, size: 50 })), /and said 50/],
    ['it claims to be enormous', [{ ...pieces(PNG)[0]!, size: 2 ** 31, data: Buffer.alloc(2 ** 26 + 1) }], /or more/],
    ['a byte was changed', pieces(PNG).map((piece, at) => ({ ...piece, data: flip(piece.data, at) })), /SHA-256/],
    ['the wrong picture comes first', pieces(PNG, { index: 1 }), /picture 1 came where 0 of 1 was due/],
    ['there is one picture too many', [...pieces(PNG), ...pieces(PNG, { index: 1 })], /picture 1 came where 1 of 1/],
    ['it is no PNG', pieces(Buffer.alloc(100, 7)), /not a whole PNG/],
    ['it is a PNG cut short', pieces(PNG.subarray(0, -3)), /not a whole PNG/],
    ['it has another size', pieces(tinyPng({ width: 8, height: 16, seed: 3 })), /is 8x16, and 16x8 was asked for/],
  ];
  for (const [what, parts, sentence] of wrong)
    it(`are refused when ${what}`, () => {
      expect(() => assemble(parts)).toThrow(sentence);
    });
});

function flip(data: Uint8Array, at: number): Uint8Array {
  const changed = Buffer.from(data);
  if (at === 1) changed[5]! ^= 1;
  return changed;
}
