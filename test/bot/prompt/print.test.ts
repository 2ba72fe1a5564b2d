import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '#bot/prompt/print.ts';
import { readPrompt, readWords } from '#bot/prompt/read-prompt.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';

function check(text: string, printed: string) {
  expect(print(readWords(text).prompt)).toBe(printed);
}

describe('print()', () => {
  it.each([
    ['', ''],
    ['a cat', 'a cat'],
    ['a (red) cat', 'a (red:1.1) cat'],
    ['a ((red)) cat', 'a (red:1.2100000000000002) cat'],
    ['(a [b', '(a :1.1)b'],
    ['a\\(b\\)', 'a\\(b\\)'],
    ['a) b', 'a\\) b'],
    ['a BREAK b', 'a BREAK b'],
    ['B\\REAK', 'B\\REAK'],
    ['\\--seed 7', '\\--seed 7'],
    ['a:1.3', 'a:\\1.3'],
  ])('%s -> %s', check);

  it('reads back to the same prompt, whatever was read', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        const { prompt } = readPrompt(text);
        expect(readPrompt(print(prompt))).toMatchObject({ prompt, flags: {} });
      }),
      { numRuns: 3000 },
    );
  });

  it('reads back to the same prompt inside brackets, each weight multiplied', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        const { prompt } = readPrompt(text);
        const { prompt: outer } = readWords(`(${print(prompt)}:1)`);
        expect(outer).toEqual(prompt);
      }),
      { numRuns: 3000 },
    );
  });
});
