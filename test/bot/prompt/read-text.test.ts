import { describe, expect, it } from 'vitest';
import { readText } from '#bot/prompt/read-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('readText()', () => {
  it('gives every word with its place and its weight, whatever the step', () => {
    const text = '(a [b:<lora:x:1> c:3] d:1.5) AND e';
    const { pieces, marks, tags, adapters } = readText(text);
    const of = (ranges: readonly { from: number; to: number }[]) =>
      ranges.map(({ from, to }) => text.slice(from, to)).join('|');
    const words = pieces.filter((piece) => piece.text !== '');
    expect(words.map(({ stretches, weight }) => [of(stretches), weight])).toEqual([
      ['a |b| c| d', 1.5],
      [' ', 1],
      [' e', 1],
    ]);
    expect(of(marks)).toBe('[|:|:3]|AND');
    expect(of(tags)).toBe('<lora:x:1>');
    expect(adapters).toEqual([{ name: 'x', weight: 1, from: 6, to: 16 }]);
  });

  it('says where a bracket is odd, past what was taken out', () => {
    const text = 'a <lora:x> [b|c] AND (d';
    expect(inEnglish(readText(text).problems)).toEqual([
      { from: 21, to: 22, message: 'This bracket is never closed, so it reaches to the end' },
    ]);
  });
});
