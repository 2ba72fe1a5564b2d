import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHARACTERS_READ_MAX, readPrompt, readWords, withoutFlag } from '#bot/prompt/read-prompt.ts';
import { changingText, promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('readPrompt()', () => {
  it('reads words, weights and settings of one text', () => {
    expect(readPrompt('a (red:1.4) lighthouse at night --seed 7 --ar 3:2 --no people')).toMatchObject({
      adapters: [],
      prompt: {
        chunks: [
          {
            spans: [
              { text: 'a ', weight: 1 },
              { text: 'red', weight: 1.4 },
              { text: ' lighthouse at night', weight: 1 },
            ],
          },
        ],
      },
      text: 'a (red:1.4) lighthouse at night',
      flags: { seed: 7, ratio: { width: 3, height: 2 }, no: 'people' },
      problems: [],
    });
  });

  it.each([
    ['a cat --seed 7 in the snow', 'a cat in the snow'],
    ['--seed 7 a cat', 'a cat'],
    ['(a cat --seed 7) in the snow', '(a cat ) in the snow'],
    ['a cat --no (dogs:1.2', 'a cat'],
    [' a cat ', ' a cat '],
    ['--seed 7', ''],
  ])('leaves of %j the text %j', (text, left) => expect(readPrompt(text).text).toBe(left));

  it('gives places in the text as typed, flags and all', () => {
    const text = 'a --seed 7 (b --steps x c) d) e';
    const places = readPrompt(text).problems.map(({ from, to }) => [from, text.slice(from, to)]);
    expect(places).toEqual([
      [22, 'x'],
      [28, ')'],
    ]);
  });

  it('reads a weight whose bracket closes behind a flag', () => {
    expect(readPrompt('(red:1.4 --seed 7)').prompt.chunks[0]!.spans).toEqual([{ text: 'red', weight: 1.4 }]);
  });

  it('reads adapters, what changes and subjects, with places in the text as typed', () => {
    const text = 'a --seed 7 [cat|dog] <lora:x:0.5> AND b';
    const { script, adapters, text: left } = readPrompt(text);
    expect(left).toBe('a [cat|dog] <lora:x:0.5> AND b');
    expect(adapters).toEqual([{ name: 'x', weight: 0.5, from: 21, to: 33 }]);
    expect(script.subjects.map(({ parts }) => parts.map(({ kind }) => kind))).toEqual([
      ['text', 'alternate', 'text'],
      ['text'],
    ]);
  });

  it('reads a bounded number of characters, and says so', () => {
    const { problems, text } = readPrompt('a'.repeat(1_000_000));
    expect(text).toHaveLength(CHARACTERS_READ_MAX);
    expect(inEnglish(problems)).toEqual([
      { from: 10_000, to: 1_000_000, message: 'Only the first 10000 characters are read; the rest was left out' },
    ]);
  });

  it('never throws, and every problem has a place and a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(promptText, changingText), (text) => {
        const { problems, prompt, text: left } = readPrompt(text);
        expect(left.length).toBeLessThanOrEqual(text.length);
        for (const { from, to, message } of inEnglish(problems)) {
          expect(0 <= from && from < to && to <= text.length && message.length < 160).toBe(true);
        }
        for (const { spans } of prompt.chunks) for (const span of spans) expect(span.text).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });
});

describe('readWords()', () => {
  it('takes nothing for a flag', () => {
    expect(readWords('a --seed 7').prompt.chunks[0]!.spans).toEqual([{ text: 'a --seed 7', weight: 1 }]);
  });
});

describe('withoutFlag()', () => {
  it.each([
    ['a cat --seed 7 --steps 4', 'a cat --steps 4'],
    ['a cat —seed 7', 'a cat'],
    ['--seed 1 a --seed 2 cat', 'a cat'],
    ['a cat', 'a cat'],
  ])('%s -> %s', (text, left) => expect(withoutFlag(text, 'seed')).toBe(left));
});
