import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  spellWindows,
  type TokenWindow,
  tokensPerWindow,
  WINDOW_POSITIONS,
  WINDOW_TOKENS,
  windowsOf,
} from '#renderer/engine/text/chunks.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import { wordVectors } from '#renderer/engine/text/word-vectors.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { SMALL_TOKENIZER } from '#test/renderer/engine/text/small-tokenizer.ts';

const tokenizer = await readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 957 });
const [HOUSE] = tokenizer.encode('house');
const COMMA = tokenizer.comma!;

/** A prompt of chunks, each of [text, weight] pairs. */
function prompt(...chunks: (readonly [string, number])[][]): Prompt {
  return { chunks: chunks.map((spans) => ({ spans: spans.map(([text, weight]) => ({ text, weight })) })) };
}

const words = (count: number) => 'house '.repeat(count);

/** Prompt tokens of each window, without start, end and padding. */
function lengths(windows: readonly TokenWindow[]): number[] {
  return windows.map(({ ids }) => ids.indexOf(tokenizer.eos) - 1);
}

describe('windowsOf', () => {
  it('frames a short prompt with start, end and padding', () => {
    const [window, ...more] = windowsOf(prompt([['house', 1]]), tokenizer);
    expect(more).toEqual([]);
    expect(window!.ids).toEqual([955, HOUSE, ...Array.from({ length: 75 }, () => 956)]);
    expect(window!.weights).toEqual(Array.from({ length: 77 }, () => 1));
  });

  it('pads behind the end with the padding of the tokenizer', () => {
    const [window] = windowsOf(prompt([['house', 1]]), { ...tokenizer, pad: 0 });
    expect(window!.ids.slice(0, 5)).toEqual([955, HOUSE, 956, 0, 0]);
  });

  it('gives every token the weight of its span, and start, end and padding weight 1', () => {
    const spans: [string, number][] = [
      ['house ', 1.3],
      ['house house', 0.5],
    ];
    const [window] = windowsOf(prompt(spans), tokenizer);
    expect(window!.weights.slice(0, 6)).toEqual([1, 1.3, 0.5, 0.5, 1, 1]);
  });

  it.each([
    ['no chunk', prompt(), [0]],
    ['an empty text', prompt([['', 1]]), [0]],
    ['a full window', prompt([[words(75), 1]]), [75]],
    ['one token too many', prompt([[words(76), 1]]), [75, 1]],
    ['three windows', prompt([[words(160), 1]]), [75, 75, 10]],
    ['a BREAK', prompt([['house', 1]], [['house house', 1]]), [1, 2]],
    ['a BREAK in a long text', prompt([[words(80), 1]], [['house', 1]]), [75, 5, 1]],
    ['a BREAK at the start', prompt([], [['house', 1]]), [0, 1]],
    ['a BREAK at the end', prompt([['house', 1]], []), [1]],
    ['two BREAKs', prompt([['house', 1]], [], [['house', 1]]), [1, 0, 1]],
  ])('cuts %s', (_name, given, expected) => {
    expect(lengths(windowsOf(given, tokenizer))).toEqual(expected);
  });

  it.each([
    ['20 tokens before the end', 55, [56, 44]],
    ['21 tokens before the end', 54, [75, 25]],
    ['just before the end', 74, [75, 25]],
    ['just behind the end', 75, [75, 25]],
  ])('moves the cut behind a comma %s', (_name, before, expected) => {
    const windows = windowsOf(prompt([[`${words(before)}, ${words(99 - before)}`, 1]]), tokenizer);
    expect(lengths(windows)).toEqual(expected);
  });

  it('carries weights along when it moves the cut', () => {
    const windows = windowsOf(
      prompt([
        [`${words(70)}, `, 1],
        [words(10), 1.5],
      ]),
      tokenizer,
    );
    expect(windows[0]!.ids[71]).toBe(COMMA);
    expect(lengths(windows)).toEqual([71, 10]);
    expect(windows[0]!.weights.every((weight) => weight === 1)).toBe(true);
    expect(windows[1]!.weights.slice(0, 12)).toEqual([1, ...Array.from({ length: 10 }, () => 1.5), 1]);
  });

  it('says which span a position is from, through all chunks', () => {
    const windows = windowsOf(
      prompt(
        [
          ['house', 1],
          ['house', 2],
        ],
        [['house house', 1]],
      ),
      tokenizer,
    );
    expect(windows.map(({ spans }) => spans.slice(0, 4))).toEqual([
      [null, 0, 1, null],
      [null, 2, 2, null],
    ]);
  });

  it('keeps every token of any prompt, in order, in whole windows', () => {
    const text = fc.array(fc.constantFrom('house', ',', 'red', 'a,b', '🎨'), { maxLength: 120 });
    const chunk = fc.array(
      fc.tuple(
        text.map((parts) => parts.join(' ')),
        fc.double({ min: 0, max: 3, noNaN: true }),
      ),
      {
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 3 }), (chunks) => {
        const given = prompt(...chunks);
        const windows = windowsOf(given, tokenizer);
        const kept = windows.flatMap(({ ids }) => ids.slice(1, ids.indexOf(tokenizer.eos)));
        expect(kept).toEqual(given.chunks.flatMap(({ spans }) => spans.flatMap((span) => tokenizer.encode(span.text))));
        for (const { ids, weights } of windows) {
          expect([ids.length, weights.length]).toEqual([WINDOW_POSITIONS, WINDOW_POSITIONS]);
          expect(ids[0]).toBe(tokenizer.bos);
        }
        expect(Math.max(...lengths(windows))).toBeLessThanOrEqual(WINDOW_TOKENS);
      }),
      { numRuns: 200 },
    );
  });
});

describe('windowsOf with textual inversions', () => {
  const vector = (value: number) => Float32Array.of(value);
  const table = {
    words: new Map([
      ['house', [[vector(1), vector(2)]]],
      ['House Red', [[vector(3)]]],
      ['only the second', [[], [vector(4)]]],
    ]),
  };
  const words = wordVectors(table, tokenizer, 0);

  it.each([
    ['a house', [null, [1, 'house 0'], [2, 'house 1']]],
    [
      'HOUSE',
      [
        [1, 'house 0'],
        [2, 'house 1'],
      ],
    ],
    ['a house red', [null, [3, 'House Red 0']]],
    ['red house house red', [null, [1, 'house 0'], [2, 'house 1'], [3, 'House Red 0']]],
    ['only the second', tokenizer.encode('only the second').map(() => null)],
  ])('replaces words in %j, the longest first and in any letter case', (text, expected) => {
    const [window] = windowsOf(prompt([[text, 1.5]]), tokenizer, words);
    const placed = window!.ids.map((_, position) => {
      const found = window!.vectors.find((one) => one.position === position);
      return found ? [found.vector[0], found.name] : null;
    });
    expect(placed.slice(1, expected.length + 1)).toEqual(expected);
    expect(window!.ids[expected.length + 1]).toBe(tokenizer.eos);
    expect(window!.weights.slice(1, expected.length + 1)).toEqual(expected.map(() => 1.5));
    expect(window!.vectors).toHaveLength(expected.filter((one) => one !== null).length);
  });

  it('does not part the vectors of a word', () => {
    const windows = windowsOf(prompt([[`${'red '.repeat(74)} house`, 1]]), tokenizer, words);
    expect(lengths(windows)).toEqual([74, 2]);
    expect(windows[1]!.vectors.map(({ position }) => position)).toEqual([1, 2]);
  });

  it('needs no words where there are none', () => {
    expect(wordVectors({ words: new Map() }, tokenizer, 0)).toBeNull();
    expect(wordVectors(null, tokenizer, 0)).toBeNull();
  });
});

describe('tokensPerWindow', () => {
  it('takes the fullest of each window of a prompt that changes or has several subjects', () => {
    const variants = [prompt([[words(80), 1]]), prompt([['house', 1]], [[words(9), 1]])];
    const subjects = [
      { weight: 1, variants, variantOfStep: [0, 1] },
      { weight: 1, variants: [prompt([])], variantOfStep: [] },
    ];
    expect(tokensPerWindow({ chunks: [], subjects }, tokenizer)).toEqual([75, 9]);
    expect(tokensPerWindow(prompt([[words(80), 1]]), tokenizer)).toEqual([75, 5]);
    expect(tokensPerWindow({ chunks: [] }, tokenizer)).toEqual([0]);
  });

  it('is what spelling the windows comes to, for each text that the prompt becomes', () => {
    const variants = [prompt([[words(80), 1.5]]), prompt([['house', 1]], [['red cat', 0.5]])];
    const subjects = [{ weight: 1, variants, variantOfStep: [0, 1] }];
    const spelled = spellWindows({ chunks: [], subjects }, tokenizer);
    expect(spelled.map(({ windows }) => windows.map(({ tokens }) => tokens.length))).toEqual([
      [75, 5],
      [1, 2],
    ]);
    expect(spelled[1]!.windows[1]!.tokens).toEqual([
      { text: 'red', weight: 0.5, endsWord: true },
      { text: 'cat', weight: 0.5, endsWord: true },
    ]);
  });
});
