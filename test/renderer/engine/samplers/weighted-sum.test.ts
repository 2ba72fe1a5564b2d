import { describe, expect, it } from 'vitest';
import { weightedSum } from '#renderer/engine/samplers/weighted-sum.ts';
import { tensor } from '#renderer/engine/tensor.ts';

const of = (...values: number[]) => tensor([values.length], Float32Array.from(values));

describe('weightedSum', () => {
  it('adds weighted tensors', () => {
    expect([
      ...weightedSum([
        [2, of(1, 2)],
        [-1, of(0.5, 0)],
        [0.5, of(4, -8)],
      ]).data,
    ]).toEqual([3.5, 0]);
  });

  it('rounds only once', () => {
    const tiny = 2 ** -25;
    expect(
      weightedSum([
        [1, of(1)],
        [tiny, of(1)],
        [tiny, of(1)],
      ]).data[0],
    ).toBe(1);
    expect(
      weightedSum([
        [1, of(1)],
        [3 * tiny, of(1)],
      ]).data[0],
    ).toBeGreaterThan(1);
    expect(
      weightedSum([
        [1, of(1)],
        [tiny, of(1)],
        [2 * tiny, of(1)],
      ]).data[0],
    ).toBeGreaterThan(1);
  });

  it('refuses other shapes and nothing at all', () => {
    expect(() =>
      weightedSum([
        [1, of(1)],
        [1, of(1, 2)],
      ]),
    ).toThrow('Cannot sum shapes 1 and 2');
    expect(() => weightedSum([])).toThrow('Cannot sum no tensors');
  });
});
