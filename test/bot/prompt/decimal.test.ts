import { describe, expect, it } from 'vitest';
import { readDecimal } from '#bot/prompt/decimal.ts';

describe('readDecimal()', () => {
  it.each([
    ['7', 7],
    ['-1', -1],
    ['+7.5', 7.5],
    ['7,5', 7.5],
    ['.5', 0.5],
    ['4294967296', 2 ** 32],
    ['1e3', 1000],
    ['9'.repeat(400), Infinity],
    ['-inf', -Infinity],
  ])('reads %s', (typed, value) => expect(readDecimal(typed)).toBe(value));

  it.each(['', 'seven', '1.2.3', '1,000,000', '0x10', '1_000', '7 ', '--1', 'NaN', '.', 'e5', '٣'])(
    'refuses %j',
    (typed) => expect(readDecimal(typed)).toBeNull(),
  );
});
