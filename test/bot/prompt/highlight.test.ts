import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from '#bot/prompt/highlight.ts';
import { changingText, promptText } from '#test/bot/prompt/prompt-text.ts';

function check(text: string, expected: readonly string[]) {
  const shown = highlight(text).map(({ from, to, weight, kind }) => `${kind} ${weight} ${text.slice(from, to)}`);
  expect(shown).toEqual(expected);
}

describe('highlight()', () => {
  it('gives words and their brackets one weight', () =>
    check('a (red:1.4) [b] \\(', [
      'text 1 a ',
      'bracket 1.4 (',
      'text 1.4 red',
      'weight 1.4 :1.4)',
      'text 1  ',
      `bracket ${1 / 1.1} [`,
      `text ${1 / 1.1} b`,
      `bracket ${1 / 1.1} ]`,
      'text 1  ',
      'escape 1 \\(',
    ]));

  it('tells flags, their values and unknown flags', () =>
    check('a --seed 7 b BREAK c --hq ', [
      'text 1 a ',
      'flag 1 --seed ',
      'flag-value 1 7 ',
      'text 1 b',
      'break 1  BREAK ',
      'text 1 c',
      'space 1  ',
      'unknown-flag 1 --hq ',
    ]));

  it('parts a weight that a flag stands in', () =>
    check('(a:1.4 --seed 7)', [
      'bracket 1.4 (',
      'text 1.4 a',
      'weight 1.4 :1.4 ',
      'flag 1 --seed ',
      'flag-value 1 7',
      'weight 1.4 )',
    ]));

  it('tells what changes and adapters from words, past flags', () =>
    check('(a [b| --seed 7 c:2] d:1.5) AND <lora:x:1> e :2', [
      'bracket 1.5 (',
      'text 1.5 a ',
      'change 1 [',
      'text 1.5 b| ',
      'flag 1 --seed ',
      'flag-value 1 7 ',
      'text 1.5 c',
      'change 1 :2]',
      'text 1.5  d',
      'weight 1.5 :1.5)',
      'text 1  ',
      'change 1 AND',
      'text 1  ',
      'adapter 1 <lora:x:1>',
      'text 1  e',
      'change 1  :2',
    ]));

  it('covers any text without gaps or overlaps', () => {
    fc.assert(
      fc.property(fc.oneof(promptText, changingText), (text) => {
        let at = 0;
        for (const { from, to } of highlight(text)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 3000 },
    );
  });
});
