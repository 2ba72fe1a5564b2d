import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiresSize } from '#shared/contract/hires-size.ts';

describe('the size of a second pass', () => {
  it('has sides in multiples of 8', () => {
    expect(hiresSize({ width: 512, height: 768 }, 1.5)).toEqual({ width: 768, height: 1152 });
    expect(hiresSize({ width: 72, height: 64 }, 1.25)).toEqual({ width: 88, height: 80 });
  });
  it('is the same on both sides of the wire, where scales have 24 bits', () => {
    const side = fc.integer({ min: 1, max: 256 }).map((eighths) => eighths * 8);
    const scale = fc.integer({ min: 101, max: 400 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(side, side, scale, (width, height, wanted) => {
        const sent = Math.fround(wanted);
        expect(hiresSize({ width, height }, sent)).toEqual(hiresSize({ width, height }, wanted));
      }),
    );
  });
});
