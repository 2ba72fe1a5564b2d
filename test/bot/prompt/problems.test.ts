import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, graphemes } from '#bot/prompt/characters.ts';
import { inOrder, PROBLEMS_MAX, problemNotice, showProblem } from '#bot/prompt/problems.ts';
import { plainMessage } from '#shared/text/message.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

function check(text: string, [from, to]: readonly [number, number], lines: readonly string[]) {
  expect(showProblem(text, { from, to }).split('\n')).toEqual(lines);
}

describe('showProblem()', () => {
  it('points at one character', () => check('a (red house', [2, 3], ['a (red house', '  ^']));
  it('marks a stretch', () => check('(x:1e999)', [3, 8], ['(x:1e999)', '   ^^^^^']));
  it('counts wide characters as two columns', () => check('赤い 😀 (x', [6, 7], ['赤い 😀 (x', '        ^']));
  it('marks a whole emoji when the place is in its middle', () => check('👩🏽‍🚀)', [2, 3], ['👩🏽‍🚀)', '^^']));
  it('points behind the end', () => check('abc', [3, 3], ['abc', '   ^']));
  it('points into nothing', () => check('', [0, 0], ['', '^']));
  it('writes line breaks as spaces', () => check('a\nb\t)', [4, 5], ['a b )', '    ^']));

  it('cuts a long text to what is near', () => {
    const text = `${'a'.repeat(100)} (b ${'c'.repeat(100)}`;
    check(text, [101, 102], [`…${'a'.repeat(11)} (b ${'c'.repeat(10)}…`, `${' '.repeat(13)}^`]);
  });

  it('cuts only behind when the place is near the start', () => {
    check(`(${'a'.repeat(100)}`, [0, 1], [`(${'a'.repeat(24)}…`, '^']);
  });

  it('gives two lines of bounded width, with the caret under the place, for any text and place', () => {
    fc.assert(
      fc.property(promptText, fc.nat(), fc.nat(9), (text, at, length) => {
        const from = at % (text.length + 1);
        const lines = showProblem(text, { from, to: from + length }).split('\n');
        expect(lines).toHaveLength(2);
        expect(lines[1]).toMatch(/^ *\^+$/);
        const width = Array.from(graphemes(lines[0]!)).reduce((sum, { text }) => sum + columnsOf(text), 0);
        expect(width).toBeLessThanOrEqual(27);
        expect(lines[1]!.length).toBeLessThanOrEqual(width + 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('problemNotice()', () => {
  const odd = plainMessage('Odd');

  it('is a sentence with the text around the place', () => {
    const notice = problemNotice('a (b', { from: 2, to: 3, message: odd });
    expect(inEnglish(notice)).toBe('Odd\n```\na (b\n  ^\n```');
  });

  it('holds no more of a long text than is shown, and shows the same', () => {
    fc.assert(
      fc.property(promptText, fc.nat(), fc.nat(9), (text, at, length) => {
        const from = at % (text.length + 1);
        const problem = { from, to: from + length, message: odd };
        const { values } = problemNotice(text, problem) as unknown as {
          values: { text: string; from: number; to: number };
        };
        expect(values.text.length).toBeLessThanOrEqual(400);
        expect(showProblem(values.text, values)).toBe(showProblem(text.toWellFormed(), problem));
      }),
      { numRuns: 1000 },
    );
    const long = problemNotice(`${'a'.repeat(5000)}(${'b'.repeat(5000)}`, { from: 5000, to: 5001, message: odd });
    expect(inEnglish(long)).toBe(`Odd\n\`\`\`\n…${'a'.repeat(12)}(${'b'.repeat(12)}…\n${' '.repeat(13)}^\n\`\`\``);
  });
});

describe('inOrder()', () => {
  it('sorts by place and keeps a bounded number', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ from: 50 - i, to: 60, message: plainMessage('') }));
    expect(inOrder(many).map((problem) => problem.from)).toEqual(Array.from({ length: PROBLEMS_MAX }, (_, i) => i + 1));
  });
});
