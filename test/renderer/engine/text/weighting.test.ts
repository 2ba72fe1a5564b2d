import { describe, expect, it } from 'vitest';
import { tensor } from '#renderer/engine/tensor.ts';
import { weighted } from '#renderer/engine/text/weighting.ts';

const hidden = tensor([1, 3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));

describe('weighted', () => {
  it('leaves the tensor alone when all weights are 1', () => {
    expect(weighted(hidden, [1, 1, 1])).toBe(hidden);
  });

  it('multiplies each position and keeps the mean of the window', () => {
    const { data, dims } = weighted(hidden, [1, 2, 0.5]);
    // 1 2 6 8 2.5 3 sums to 22.5, the original to 21.
    const restore = 21 / 22.5;
    expect(dims).toEqual([1, 3, 2]);
    [1, 2, 6, 8, 2.5, 3].forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value * restore, 6);
    });
  });

  it('does not divide by a mean of 0', () => {
    const { data } = weighted(tensor([1, 2, 1], Float32Array.of(1, -2)), [1, 0.5]);
    expect([...data]).toEqual([1, -1]);
  });
});
