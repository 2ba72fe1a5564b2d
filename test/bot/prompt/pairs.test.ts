import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairsOf } from '#bot/prompt/pairs.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';

describe('pairsOf()', () => {
  it.each<[string, [number, number][]]>([
    [
      'a (b [c] d)',
      [
        [5, 7],
        [2, 10],
      ],
    ],
    ['(a [b) c]', []],
    ['(a] [b]', [[4, 6]]],
    ['((a)', [[1, 3]]],
    ['\\(a) [b\\]]', [[5, 9]]],
    ['a) (b)', [[3, 5]]],
    ['[', []],
  ])('finds what is whole in %j', (text, expected) => {
    expect([...pairsOf(text)]).toEqual(expected);
  });

  it('nests every pair in its neighbours, whatever the text', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        for (const [open, close] of pairsOf(text)) {
          expect(['()', '[]']).toContain(`${text[open]}${text[close]}`);
          for (const [from, to] of pairsOf(text)) {
            expect(from < open === to > close || to < open || from > close || from === open).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
