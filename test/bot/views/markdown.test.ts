import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, noticeMarkdown, oneLine, truncate } from '#bot/views/markdown.ts';

const markedText = fc
  .array(fc.constantFrom(...'\\`*_~|[]<>#-+1. \n@:/()', '@everyone', '@here', 'https://', 'a', '```', '\ud83d', '😀'))
  .map((parts) => parts.join(''));

describe('escapeMarkdown()', () => {
  it.each([
    ['a cat', 'a cat'],
    ['*a* _b_ ~~c~~ ||d||', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\|'],
    ['`a` ```b```', '\\`a\\` \\`\\`\\`b\\`\\`\\`'],
    ['\\*', '\\\\\\*'],
    ['@everyone @HERE @ada', '@\u200beveryone @\u200bHERE @ada'],
    ['<@123> <#1> <:a:1>', '\\<@123> \\<#1> \\<:a:1>'],
    ['[a](https://b.c)', '\\[a\\](https\\://b.c)'],
    ['# a\n## b\n> c\n- d\n1. e', '\\# a\n\\## b\n\\> c\n\\- d\n1\\. e'],
    ['10.0.0.1 is 1.5', '10.0.0.1 is 1.5'],
    ['-# small', '\\-# small'],
    ['a - b # c > d', 'a - b # c > d'],
    ['(red:1.4) house', '(red:1.4) house'],
  ])('%j -> %j', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

  it('leaves no sign alone, whatever the text', () => {
    fc.assert(
      fc.property(markedText, (text) => {
        expect(escapeMarkdown(text).replace(/\\./gsu, '·')).not.toMatch(/[\\`*_~|[\]<]|@everyone|@here|:\/\//i);
      }),
    );
  });
});

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

describe('noticeMarkdown()', () => {
  it('escapes the sentence and keeps the code block', () => {
    expect(noticeMarkdown('a_b\n```\nc_d\n  ^\n```')).toBe('a\\_b\n```\nc_d\n  ^\n```');
    expect(noticeMarkdown('a_b')).toBe('a\\_b');
  });
});
