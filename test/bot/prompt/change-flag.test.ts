import { describe, expect, it } from 'vitest';
import { endOfWords, withFlag } from '#bot/prompt/change-flag.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';

describe('a setting in the prompt', () => {
  const cases: readonly [string, string, Parameters<typeof withFlag>[1], string | number | null, string][] = [
    ['is added at the end', 'a house', 'steps', 6, 'a house --steps 6'],
    ['is added to nothing', '', 'seed', 7, '--seed 7'],
    ['is changed where it stands', 'a --steps 4 house --seed 1', 'steps', 6, 'a --steps 6 house --seed 1'],
    ['is changed under its other names', 'a house --n 2', 'count', 3, 'a house --count 3'],
    ['is taken out', 'a house --steps 4 --seed 1', 'steps', null, 'a house --seed 1'],
    ['that is not there is not taken out', 'a house', 'style', null, 'a house'],
  ];
  it.each(cases)('%s', (_what, text, key, value, expected) => {
    expect(withFlag(text, key, value)).toBe(expected);
    expect(readPrompt(expected).flags[key]).toEqual(value ?? undefined);
  });

  it('comes after the words', () => {
    expect(endOfWords('a house  --no cars')).toBe(7);
    expect(endOfWords('a house ')).toBe(7);
  });
});
