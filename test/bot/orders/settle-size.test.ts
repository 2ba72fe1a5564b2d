import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SizeWish, settleSize } from '#bot/orders/settle-size.ts';
import { LIMITS } from '#test/bot/presets/some-offer.ts';

const SQUARE = { width: 512, height: 512 };

function check(wishes: readonly SizeWish[], [width, height]: readonly [number, number], base = SQUARE) {
  expect(settleSize(wishes, { base, limits: LIMITS })).toEqual({ size: { width, height } });
}

describe('settleSize()', () => {
  const ratio = (width: number, height: number) => ({ ratio: { width, height } });
  const cases: readonly [readonly SizeWish[], readonly [number, number]][] = [
    [[], [512, 512]],
    [[{}], [512, 512]],
    [
      [{}, { width: 256 }],
      [256, 512],
    ],
    [[{ height: 256 }], [512, 256]],
    [[{ width: 640, height: 384 }], [640, 384]],
    [[ratio(1, 1)], [512, 512]],
    [[ratio(3, 2)], [624, 416]],
    [[ratio(2, 3)], [416, 624]],
    [[ratio(16, 9)], [680, 384]],
    [[ratio(4, 1)], [1024, 256]],
    [[{ width: 768, ...ratio(3, 2) }], [768, 512]],
    [[{ height: 768, ...ratio(2, 3) }], [512, 768]],
    [[{ width: 640, height: 384, ...ratio(1, 1) }], [640, 384]],
    [
      [ratio(1, 1), { width: 640 }],
      [512, 512],
    ],
  ];
  it.each(cases)('%j -> %j', (wishes, size) => check(wishes, size));

  it('keeps the number of pixels of a small model', () =>
    check([ratio(3, 2)], [160, 104], { width: 128, height: 128 }));

  it('gives sizes on the grid with the ratio asked for and about as many pixels, or says why not', () => {
    const side = fc.double({ min: 1, max: 40, noNaN: true });
    fc.assert(
      fc.property(side, side, (across, down) => {
        const settled = settleSize([ratio(across, down)], { base: SQUARE, limits: LIMITS });
        if ('problems' in settled) {
          expect(Math.max(across / down, down / across)).toBeGreaterThan(15);
          return;
        }
        const { width, height } = settled.size;
        expect(width % 8 === 0 && height % 8 === 0 && width <= 2048 && height <= 2048).toBe(true);
        expect(Math.abs(Math.log(width / height / (across / down)))).toBeLessThan(Math.log(1.25));
        expect(width * height).toBeGreaterThan(512 * 512 * 0.4);
        expect(width * height).toBeLessThan(512 * 512 * 1.6);
      }),
      { numRuns: 2000 },
    );
  });
});
