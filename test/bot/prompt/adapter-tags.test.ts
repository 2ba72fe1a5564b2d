import { describe, expect, it } from 'vitest';
import { readAdapterTags } from '#bot/prompt/adapter-tags.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('readAdapterTags()', () => {
  it.each<[string, [string, number][]]>([
    ['a cat <lora:detail:0.8>', [['detail', 0.8]]],
    ['<lora:detail>', [['detail', 1]]],
    ['<LORA: More Detail v2 : -0,5 >', [['More Detail v2', -0.5]]],
    [
      '<lora:a:0.8:0.2> <lyco:b:1>',
      [
        ['a', 0.8],
        ['b', 1],
      ],
    ],
    ['<lora:a:te=1>', [['a', 1]]],
    ['<lora::1>', []],
    ['<hypernet:a:1>', []],
    ['a < b > c <lora detail>', []],
    ['\\<lora:a:1>', []],
    ['<lora:a', []],
  ])('reads %j', (text, expected) => {
    const { adapters } = readAdapterTags(text);
    expect(adapters.map(({ name, weight }) => [name, weight])).toEqual(expected);
  });

  it.each([
    ['a <lora:a:te=1>', '<lora:a:te=1>', /not a number, so it is 1/],
    ['a <lora::1> b', '<lora::1>', /no name/],
    ['<hypernet:a:1>', '<hypernet:a:1>', /Hypernetworks/],
  ])('says what is odd in %j', (text, place, message) => {
    const { problems, places } = readAdapterTags(text);
    expect(problems.map(({ from, to }) => text.slice(from, to))).toEqual([place]);
    expect(inEnglish(problems[0]!.message)).toMatch(message);
    expect(places).toHaveLength(1);
  });

  it('takes time in proportion to the length', () => {
    expect(readAdapterTags('<lora:'.repeat(100_000)).adapters).toEqual([]);
  });
});
