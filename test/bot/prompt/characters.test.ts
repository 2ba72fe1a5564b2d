import { describe, expect, it } from 'vitest';
import { columnsOf, graphemes, isFlagBoundary, isWordCharacter } from '#bot/prompt/characters.ts';

describe('columnsOf()', () => {
  it.each([
    ['a', 1],
    ['é', 1],
    ['е́', 1],
    ['猫', 2],
    ['한', 2],
    ['Ａ', 2],
    ['𠀀', 2],
    ['😀', 2],
    ['👩🏽‍🚀', 2],
    ['❤️', 2],
    ['❤', 1],
    ['\u200b', 0],
    ['\u0301', 0],
    ['7', 1],
    ['#', 1],
  ])('%s takes %i', (grapheme, columns) => expect(columnsOf(grapheme)).toBe(columns));
});

describe('graphemes()', () => {
  it('keeps together what a reader takes for one character', () => {
    const text = 'e\u0301👩🏽‍🚀x';
    expect([...graphemes(text)]).toEqual([
      { text: 'e\u0301', from: 0 },
      { text: '👩🏽‍🚀', from: 2 },
      { text: 'x', from: text.length - 1 },
    ]);
  });
});

describe('isFlagBoundary()', () => {
  it.each([undefined, ' ', '\n', '(', ']', ',', ';'])('is true after %j', (c) => expect(isFlagBoundary(c)).toBe(true));
  it.each(['a', '-', '\\', '.', '—', ':'])('is false after %j', (c) => expect(isFlagBoundary(c)).toBe(false));
});

describe('isWordCharacter()', () => {
  it.each(['a', 'é', '猫', '7', '_', '𝒜'])('is true for %s', (c) => expect(isWordCharacter(c)).toBe(true));
  it.each([undefined, ' ', ',', '-', '😀'])('is false for %s', (c) => expect(isWordCharacter(c)).toBe(false));
});
