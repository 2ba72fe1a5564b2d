import { describe, expect, it } from 'vitest';
import { clampWeight, readWeight, WEIGHT_MAX, WEIGHT_MIN } from '#bot/prompt/weights.ts';

describe('readWeight()', () => {
  it.each([
    ['1.3', 1.3, 1.3],
    ['.5', 0.5, 0.5],
    ['2.', 2, 2],
    ['+2', 2, 2],
    ['0', 0, 0],
    ['1,3', 1.3, 1.3],
    ['2e-1', 0.2, 0.2],
    ['10', 10, 10],
    ['10.5', WEIGHT_MAX, 10.5],
    ['-3', WEIGHT_MIN, -3],
    ['1e999', WEIGHT_MAX, Infinity],
    ['-1e999', WEIGHT_MIN, -Infinity],
    ['inf', WEIGHT_MAX, Infinity],
    ['-Infinity', WEIGHT_MIN, -Infinity],
    ['nan', 1.1, null],
    ['.', 1.1, null],
    ['1.2.3', 1.1, null],
  ])('reads %s as %d', (typed, weight, given) => expect(readWeight(typed)).toEqual({ weight, given }));
});

describe('clampWeight()', () => {
  it.each([
    [-1, WEIGHT_MIN],
    [0.5, 0.5],
    [11, WEIGHT_MAX],
    [Infinity, WEIGHT_MAX],
  ])('%d -> %d', (weight, expected) => expect(clampWeight(weight)).toBe(expected));
});
