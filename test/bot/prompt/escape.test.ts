import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeSeparators, escapeUnbalanced } from '#bot/prompt/escape.ts';
import { promptAt } from '#bot/prompt/prompt-at.ts';
import { readWords } from '#bot/prompt/read-prompt.ts';
import { changingText } from '#test/bot/prompt/prompt-text.ts';

describe('calmed()', () => {
  it.each([
    ['a [b|c] (d', 'a [b|c] \\(d'],
    ['a [b|c]) d', 'a [b|c]\\) d'],
    ['[b|c] 16:9', '[b|c] 16:\\9'],
    ['[b|c]\\', '[b|c]'],
    ['[b|c]\\\\', '[b|c]\\\\'],
    ['[b|c] \\(', '[b|c] \\('],
  ])('makes of %j the text %j', (text, expected) => expect(escapeUnbalanced(text)).toBe(expected));

  it('reaches into no words around it', () => {
    fc.assert(
      fc.property(changingText, (text) => {
        const { chunks, subjects = [] } = promptAt(
          readWords(`(${escapeUnbalanced(text.replaceAll('AND', ''))}) after`).script,
          {
            steps: 3,
          },
        );
        for (const own of [{ chunks }, ...subjects.flatMap(({ variants }) => variants)]) {
          const last = own.chunks.at(-1)?.spans.at(-1);
          if (last) expect(last).toMatchObject({ text: expect.stringMatching(/ after$/), weight: 1 });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sealed()', () => {
  it.each([
    ['16:9 a|b', '16\\:\\9 a\\|b'],
    ['(a:2) [b|c:3]', '(a:2) [b|c:3]'],
    ['a\\:b', 'a\\:b'],
    ['a:(b)', 'a\\:(b)'],
  ])('makes of %j the text %j', (text, expected) => expect(escapeSeparators(text)).toBe(expected));

  it('is whole in a place that changes', () => {
    const said = promptAt(readWords(`[${escapeSeparators('poster 16:9')}:night:2]`).script, { steps: 3 });
    expect(said.subjects![0]!.variants.map(({ chunks }) => chunks[0]!.spans[0]!.text)).toEqual([
      'poster 16:9',
      'night',
    ]);
  });
});
