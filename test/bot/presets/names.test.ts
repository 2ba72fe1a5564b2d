import { describe, expect, it } from 'vitest';
import { readSamplerName, unknownName } from '#bot/presets/names.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('unknownName()', () => {
  it.each([
    ['storybok', named('storybook', 'fine'), 'There is no style “storybok” here; did you mean “storybook”?'],
    ['oil', named('storybook', 'fine'), 'There is no style “oil” here; there is storybook, fine'],
    ['oil', [], 'There is no style “oil” here; there is none yet'],
    [
      'oil',
      named(...'abcdefghijklmnop'),
      'There is no style “oil” here; there is a, b, c, d, e, f, g, h, i, j, k, l and 4 more',
    ],
  ])('for %s', (name, known, sentence) => expect(inEnglish(unknownName('style', { name, known }))).toBe(sentence));
});

describe('readSamplerName()', () => {
  it.each([
    ['euler', 'euler', false],
    ['Euler a', 'euler_a', false],
    ['DPM++ 2M Karras', 'dpmpp_2m', true],
    ['dpmpp_2m_karras', 'dpmpp_2m', true],
    ['DPM++-2M', 'dpmpp_2m', false],
    [' LCM ', 'lcm', false],
  ])('reads %j', (typed, name, karras) => expect(readSamplerName(typed)).toEqual({ name, karras }));
});
