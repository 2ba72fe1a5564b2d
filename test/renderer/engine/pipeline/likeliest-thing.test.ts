import { describe, expect, it } from 'vitest';
import { cutOut, sharesOf } from '#renderer/engine/pipeline/likeliest-thing.ts';

describe('cutOut()', () => {
  const picture = { width: 4, height: 3, channels: 1, data: Uint8Array.from({ length: 12 }, (_, i) => i) } as const;

  it('keeps the pixels of the thing, on white, in its box', () => {
    const grey = Uint8Array.from([0, 255, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0]);
    expect(cutOut(picture, { grey, box: [1, 0, 3, 2] })).toEqual({
      ...{ width: 2, height: 2, channels: 1 },
      data: Uint8Array.from([1, 255, 5, 6]),
    });
  });

  it('leaves a little room round a large thing, as far as the picture goes', () => {
    const large = { width: 30, height: 20, channels: 3, data: new Uint8Array(30 * 20 * 3) } as const;
    const grey = new Uint8Array(600).fill(255);
    expect(cutOut(large, { grey, box: [0, 0, 25, 10] })).toMatchObject({ width: 26, height: 11 });
  });
});

describe('sharesOf()', () => {
  it('are together 1, also of likelihoods that no number can hold', () => {
    expect(sharesOf([-1, -1])).toEqual([0.5, 0.5]);
    const [most, less, none] = sharesOf([-2000, -2000 - Math.log(3), -1e9]);
    expect([most, less, none]).toEqual([expect.closeTo(0.75), expect.closeTo(0.25), 0]);
  });
});
