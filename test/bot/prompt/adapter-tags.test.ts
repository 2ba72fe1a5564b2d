import { describe, expect, it } from 'vitest';
import { readAdapterTags } from '#bot/prompt/adapter-tags.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('readAdapterTags()', () => {
  it.each<[string, [string, number][]]>([
    ['a cat <lora:detail:0.8>', [['detail', 0.8]]],
    ['<lora:detail>', [['detail', 1]]],
    ['<LORA: More Detail v2 : -0,5 >', [['More Detail v2', -0.5]]],
    [
      '<lora:a:0.8> <lyco:b:1>',
      [
        ['a', 0.8],
        ['b', 1],
      ],
    ],
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
    ['<lora:a:0.5>', 0.5, undefined],
    ['<lora:a:0.2:0.7>', 0.7, 0.2],
    ['<lora:a:0.2:0.2>', 0.2, undefined],
    ['<lora:a:te=0.2:unet=0.7>', 0.7, 0.2],
    ['<lora:a: UNET = 0.7 : te = 0.2 >', 0.7, 0.2],
    // As A1111 has it: the UNet follows the text encoders, unless it is told otherwise.
    ['<lora:a:te=0.5>', 0.5, undefined],
    ['<lora:a:unet=0.5>', 0.5, 1],
    ['<lora:a:0.3:unet=0.5>', 0.5, 0.3],
    ['<lora:a:te=0.1:0.3:0.4>', 0.4, 0.1],
    ['<lora:a:0:1>', 1, 0],
  ])('has of %j %d for the UNet and %j for the text encoders', (text, weight, textWeight) => {
    const { adapters, problems } = readAdapterTags(text);
    expect(adapters).toEqual([
      { name: 'a', weight, ...(textWeight !== undefined && { textWeight }), from: 0, to: text.length },
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['a <lora:a:0.5:lbw=XYZ> b', 'lbw=XYZ', /^“lbw=XYZ” is not understood, so it is left out/],
    ['<lora:a:1:1:64>', '64', /^“64” is not understood/],
    ['<lora:a:1:start=5>', 'start=5', /is not understood/],
    ['<lora:a:te=x>', 'te=x', /not a number, so it is 1/],
    ['<lora:a:1:>', '>', /not a number, so it is 1/],
    ['a <lora:a:strong>', 'strong', /not a number, so it is 1/],
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
