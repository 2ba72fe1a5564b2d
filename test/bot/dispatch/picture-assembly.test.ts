import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemblePictures } from '#bot/dispatch/picture-assembly.ts';
import { picturesIn } from '#bot/domain/job.ts';
import type { Picture } from '#shared/contract/messages.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const PLAN = { kind: 'pictures', count: 1, size: { width: 16, height: 8 } } as const;
const PNG = tinyPng({ width: 16, height: 8, seed: 3 });

interface Cut {
  readonly size?: number;
  readonly index?: number;
  readonly said?: Partial<Picture>;
}

function pieces(png: Buffer, { size = 40, index = 0, said = {} }: Cut = {}): Picture[] {
  const stated = { width: 16, height: 8, mime: 'image/png', alpha: false, ...said };
  return piecesOf(png, size).map((piece) => ({ index, seed: 3, ...piece, ...stated }));
}

type Plan = Parameters<typeof assemblePictures>[0];

function assemble(parts: readonly Picture[], plan: Plan = PLAN) {
  const assembly = assemblePictures(plan);
  for (const picture of parts) assembly.take({ seq: 1, event: 'picture', picture });
  const { files, named } = assembly.complete();
  const result = named(files.map(({ bytes, sha256 }, at) => ({ file: `${at}.png`, bytes, sha256 })));
  return picturesIn(result).map((picture, at) => ({ picture, data: files[at]!.data }));
}

const OTHER = pieces(tinyPng({ width: 8, height: 16, seed: 3 }), { said: { width: 8, height: 16 } });

describe('pieces of a picture', () => {
  it('become the picture, however they were cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: PNG.length + 5 }), (size) => {
        const [arrived] = assemble(pieces(PNG, { size }));
        expect(Buffer.from(arrived!.data).equals(PNG)).toBe(true);
        expect(arrived!.picture).toEqual({
          ...{ index: 0, seed: 3, bytes: PNG.length, width: 16, height: 8, mime: 'image/png', alpha: false },
          ...{ file: '0.png', sha256: createHash('sha256').update(PNG).digest('hex') },
        });
      }),
      { numRuns: 50 },
    );
  });
  it('become several pictures, one after another', () => {
    const both = [...pieces(PNG), ...pieces(PNG, { index: 1 })];
    expect(assemble(both, { ...PLAN, count: 2 }).map(({ picture }) => picture.index)).toEqual([0, 1]);
  });
  it('may have any size where none was planned, as long as it is the one that was said', () => {
    const [arrived] = assemble(OTHER, { kind: 'pictures', count: 1, size: null });
    expect(arrived!.picture).toMatchObject({ width: 8, height: 16 });
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
    ['it has another size than it says', pieces(tinyPng({ width: 8, height: 16, seed: 3 })), /8x16, and said 16x8/],
    ['it has another size than asked', OTHER, /is 8x16, and 16x8 was asked for/],
    ['it is no PNG by what it says', pieces(PNG, { said: { mime: 'image/webp' } }), /not a whole PNG/],
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
