import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, truncate } from '#bot/views/one-line.ts';

describe('oneLine()', () => {
  it('makes spaces of line breaks, tabs and control characters', () => {
    expect(oneLine(' a\n\nb\tc\u0000d \u2028 e ')).toBe('a b c d e');
  });
});

describe('truncate()', () => {
  it.each([
    ['a cat', 5, 'a cat'],
    ['a cat sat', 6, 'a cat…'],
    ['a cat sat', 7, 'a cat…'],
    ['e\u0301'.repeat(3), 4, 'e\u0301…'],
    ['👩🏽‍🚀👩🏽‍🚀', 8, '👩🏽‍🚀…'],
    ['👩🏽‍🚀👩🏽‍🚀', 7, '…'],
  ])('%j to %i -> %j', (text, unitsMax, cut) => expect(truncate(text, unitsMax)).toBe(cut));

  it('never gives more than asked for, nor half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, unitsMax) => {
        const cut = truncate(text, unitsMax);
        expect(cut.length).toBeLessThanOrEqual(unitsMax);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
