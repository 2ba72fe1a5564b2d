import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, markdownOf } from '#bot/discord/markdown.ts';
import { code, linesOf, plainNode, rich, small, strong } from '#shared/text/rich.ts';

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

describe('markdownOf()', () => {
  it.each([
    [rich`Write ${code('/imagine')} for ${strong('a *red* house')}`, 'Write `/imagine` for **a \\*red\\* house**'],
    [linesOf([rich`One`, [small(rich`two_three`)]]), 'One\n-# two\\_three'],
    [rich`a_b${{ kind: 'excerpt', text: 'c_d', from: 1, to: 2 }}`, 'a\\_b\n```\nc_d\n ^\n```'],
    [[{ kind: 'excerpt', text: 'a ``` (b', from: 6, to: 7 } as const], '```\na ˋˋˋ (b\n      ^\n```'],
    [rich`${code('a`b')}`, '`aˋb`'],
    [rich`${strong('')}`, ''],
  ])('%j', (text, markdown) => expect(markdownOf(text)).toBe(markdown));

  it('lets nobody put a mark together from two pieces of text', () => {
    fc.assert(
      fc.property(markedText, fc.nat(40), (text, at) => {
        expect(markdownOf([plainNode(text.slice(0, at)), plainNode(text.slice(at))])).toBe(escapeMarkdown(text));
      }),
    );
  });

  it('lets no text turn the rest of its line round', () => {
    expect(markdownOf([{ kind: 'strong', text: 'a \u202Ecat' }, plainNode(' · Ada')])).toBe('**a cat** · Ada');
    expect(markdownOf([plainNode('@\u202Aeveryone')])).toBe('@\u200beveryone');
    expect(markdownOf([{ kind: 'excerpt', text: 'a \u2067cat', from: 0, to: 1 }])).not.toMatch(/[\u2066-\u2069]/);
  });
});
