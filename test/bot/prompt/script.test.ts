import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScript } from '#bot/prompt/script.ts';
import { changingText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const subjects = (text: string) => readScript(text).subjects.map(({ source, weight }) => [source.trim(), weight]);
const odd = (text: string) => readScript(text).problems.map(({ from, to }) => text.slice(from, to));

describe('readScript()', () => {
  it.each<[string, [string, number][]]>([
    ['a cat', [['a cat', 1]]],
    [
      'a cat AND a dog',
      [
        ['a cat', 1],
        ['a dog', 1],
      ],
    ],
    [
      'a cat :1.2 AND a dog : -0.5 AND sky:.5',
      [
        ['a cat', 1.2],
        ['a dog', -0.5],
        ['sky', 0.5],
      ],
    ],
    ['16:9', [['16:9', 1]]],
    [
      '16:9 AND 4:3 :1',
      [
        ['16', 9],
        ['4:3', 1],
      ],
    ],
    [
      'SAND AND ANDY',
      [
        ['SAND', 1],
        ['ANDY', 1],
      ],
    ],
    ['a\\AND b', [['a\\AND b', 1]]],
    [
      '(a AND b) AND [c AND d]',
      [
        ['(a AND b)', 1],
        ['[c AND d]', 1],
      ],
    ],
    [
      '(a AND b',
      [
        ['(a', 1],
        ['b', 1],
      ],
    ],
    ['猫AND犬', [['猫AND犬', 1]]],
    [
      'a,AND,b',
      [
        ['a,', 1],
        [',b', 1],
      ],
    ],
    ['AND', [['', 1]]],
    ['', [['', 1]]],
    ['a AND', [['a', 1]]],
    ['AND a', [['a', 1]]],
  ])('parts %j at its ANDs', (text, expected) => {
    expect(subjects(text)).toEqual(expected);
  });

  it.each([
    ['a AND', ['AND']],
    ['a AND AND b', ['AND']],
    ['a :99 AND b', [' :99 ']],
    ['a AND b', []],
    [Array.from({ length: 10 }, () => 'a').join(' AND '), ['AND']],
  ])('says what is odd in %j', (text, expected) => {
    expect(odd(text)).toEqual(expected);
  });

  it('takes no more subjects than there may be', () => {
    const many = readScript(Array.from({ length: 10 }, () => 'a').join(' AND '));
    expect(many.subjects).toHaveLength(8);
    expect(many.subjects.at(-1)!.source.trim()).toBe('a AND a AND a');
  });

  it.each<[string, string]>([
    ['a [b:3]', '[ :3]'],
    ['a [b:c:3] [d|e|]', '[ : :3] [ | | ]'],
    ['a [b:[c:d:2]:1]', '[ : [ : :2] :1]'],
    ['a (b:1.2) [c] [x:y]', ''],
    ['a [b::3]', '[ : :3]'],
    ['a AND b :2', 'AND  :2'],
    ['a [(b:2)|c:1]', '[ :1]'],
  ])('marks what is no word in %j', (text, expected) => {
    expect(
      readScript(text)
        .marks.map(({ from, to }) => text.slice(from, to))
        .join(' '),
    ).toBe(expected);
  });

  it('reads square brackets in square brackets to a bounded depth', () => {
    const deep = `${'[a:'.repeat(5000)}x${':3]'.repeat(5000)}`;
    const {
      problems,
      subjects: [only],
    } = readScript(deep);
    expect(inEnglish(problems[0]!.message)).toMatch(/deeper than 32/);
    expect(only!.parts).toHaveLength(1);
  });

  it('never throws, in a time that grows with the length, and its marks are in order', () => {
    fc.assert(
      fc.property(changingText, (text) => {
        const { marks, problems, subjects: all } = readScript(text);
        expect(all.length).toBeGreaterThan(0);
        for (const [i, { from, to }] of marks.entries()) {
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(marks[i - 1]?.to ?? 0);
        }
        for (const { from, to, message } of inEnglish(problems)) {
          expect(from >= 0 && to >= from && to <= text.length && message.length > 10).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    for (const piece of ['[', '(', ']', '[a|', 'AND ', '[[a:', ':', '\\', '[a:b:3]', '([)'])
      readScript(piece.repeat(5000));
  });
});
