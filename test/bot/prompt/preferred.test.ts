import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withPreferences } from '#bot/prompt/preferred.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';

const PREFERRED = { suffix: 'soft light --ar 3:2', options: { mine: '--steps 9 --no text', loud: '--mine' } };

describe('withPreferences()', () => {
  it.each([
    ['a cat', 'a cat, soft light --ar 3:2'],
    ['a cat --ar 1:1', 'a cat, soft light --ar 1:1'],
    ['a cat --no dogs', 'a cat, soft light --no dogs --ar 3:2'],
    ['a cat, soft light --ar 3:2', 'a cat, soft light --ar 3:2'],
    ['a cat --mine', 'a cat, soft light --steps 9 --no text --ar 3:2'],
    ['a cat --MINE', 'a cat, soft light --steps 9 --no text --ar 3:2'],
    ['a cat--mine --minerals 3', 'a cat--mine, soft light --minerals 3 --ar 3:2'],
    ['a cat --loud', 'a cat, soft light --mine --ar 3:2'],
    ['', 'soft light --ar 3:2'],
  ])('makes %j to %j', (typed, becomes) => {
    expect(withPreferences(typed, PREFERRED)).toBe(becomes);
  });

  it('changes nothing for who prefers nothing, and nothing a second time', () => {
    const words = fc.stringMatching(/^[a-z ]{0,12}$/);
    fc.assert(
      fc.property(words, fc.constantFrom('', ' --ar 1:1', ' --no dogs', ' --steps 3'), (text, flags) => {
        const typed = `${text}${flags}`;
        expect(withPreferences(typed, { suffix: '', options: {} })).toBe(typed);
        const once = withPreferences(typed, PREFERRED);
        expect(readPrompt(withPreferences(once, PREFERRED))).toEqual(readPrompt(once));
      }),
      { numRuns: 60 },
    );
  });
});
