import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BREAKS_MAX, parse, promptOf } from '#bot/prompt/parser.ts';
import { PROBLEMS_MAX } from '#bot/prompt/problems.ts';
import { DEPTH_MAX, WEIGHT_MAX, WEIGHT_MIN } from '#bot/prompt/weights.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

type Spans = readonly (readonly [string, number])[];

function check(text: string, chunks: readonly Spans[]) {
  const { chunks: parsed } = promptOf(parse(text).pieces);
  expect(parsed.map(({ spans }) => spans.map((span) => [span.text, span.weight]))).toEqual(chunks);
}

function problems(text: string) {
  return inEnglish(parse(text).problems).map(({ from, to, message }) => `${from}-${to} ${message}`);
}

describe('attention as A1111 publishes it', () => {
  const cases: readonly [string, Spans][] = [
    ['normal text', [['normal text', 1]]],
    [
      'an (important) word',
      [
        ['an ', 1],
        ['important', 1.1],
        [' word', 1],
      ],
    ],
    ['(unbalanced', [['unbalanced', 1.1]]],
    ['\\(literal\\]', [['(literal]', 1]]],
    ['(unnecessary)(parens)', [['unnecessaryparens', 1.1]]],
    [
      'a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).',
      [
        ['a ', 1],
        ['house', 1.5730000000000004],
        [' ', 1.1],
        ['on', 1],
        [' a ', 1.1],
        ['hill', 0.55],
        [', sun, ', 1.1],
        ['sky', 1.4641000000000006],
        ['.', 1.1],
      ],
    ],
  ];
  it.each(cases)('%s', (text, spans) => check(text, [spans]));
});

describe('attention in the corners of the grammar', () => {
  const cases: readonly [string, readonly Spans[]][] = [
    ['', []],
    ['()[]', []],
    ['[less]', [[['less', 1 / 1.1]]]],
    ['[[less]]', [[['less', 1 / 1.1 / 1.1]]]],
    ['(x:1.3)', [[['x', 1.3]]]],
    ['(x: 1.3 )', [[['x', 1.3]]]],
    ['(x:+1.3)', [[['x', 1.3]]]],
    ['(x:.5)', [[['x', 0.5]]]],
    ['(x:2.)', [[['x', 2]]]],
    ['(x:1)', [[['x', 1]]]],
    ['((x:2):2)', [[['x', 4]]]],
    ['((x:5):5)', [[['x', 10]]]],
    ['((x:10)', [[['x', 10]]]],
    [
      '(a [b) c]',
      [
        [
          ['a ', 1.1],
          ['b', 1 * 1.1 * (1 / 1.1)],
          [' c', 1 / 1.1],
        ],
      ],
    ],
    ['a:b', [[['a:b', 1]]]],
    ['at 10:30 o’clock', [[['at 10:30 o’clock', 1]]]],
    ['x:1.3)', [[['x:1.3)', 1]]]],
    ['[x:1.3)', [[['x:1.3)', 1 / 1.1]]]],
    ['x) y', [[['x) y', 1]]]],
    ['x] y', [[['x] y', 1]]]],
    ['\\\\', [[['\\', 1]]]],
    ['a\\b', [[['ab', 1]]]],
    [
      '\\((x)\\)',
      [
        [
          ['(', 1],
          ['x', 1.1],
          [')', 1],
        ],
      ],
    ],
    ['(a\\)b)', [[['a)b', 1.1]]]],
    [
      '日本 (猫:1.2) 🎨',
      [
        [
          ['日本 ', 1],
          ['猫', 1.2],
          [' 🎨', 1],
        ],
      ],
    ],
  ];
  it.each(cases)('%s', check);
});

describe('BREAK', () => {
  const cases: readonly [string, readonly Spans[]][] = [
    ['a BREAK b', [[['a', 1]], [['b', 1]]]],
    ['a\n BREAK \tb', [[['a', 1]], [['b', 1]]]],
    ['a BREAK BREAK b', [[['a', 1]], [], [['b', 1]]]],
    ['BREAK a', [[], [['a', 1]]]],
    ['a BREAK', [[['a', 1]]]],
    ['a BREAK BREAK', [[['a', 1]], []]],
    ['BREAK BREAK', []],
    ['a,BREAK,b', [[['a,', 1]], [[',b', 1]]]],
    ['BREAKFAST in UNBREAK', [[['BREAKFAST in UNBREAK', 1]]]],
    ['éBREAK', [[['éBREAK', 1]]]],
    ['𝒜BREAK', [[['𝒜BREAK', 1]]]],
    ['break', [[['break', 1]]]],
    [
      '(a BREAK b:1.2) c',
      [
        [['a', 1.2]],
        [
          ['b', 1.2],
          [' c', 1],
        ],
      ],
    ],
    ['a (BREAK) b', [[['a ', 1]], [[' b', 1]]]],
    ['a B\\REAK b', [[['a BREAK b', 1]]]],
  ];
  it.each(cases)('%s', check);

  it('counts as a space where there are too many, and says so once', () => {
    const text = 'x BREAK '.repeat(BREAKS_MAX + 5);
    expect(promptOf(parse(text).pieces).chunks).toHaveLength(BREAKS_MAX + 1);
    expect(problems(text)).toEqual([
      `${8 * BREAKS_MAX + 1}-${8 * BREAKS_MAX + 8} A prompt can have 15 BREAKs; this and later ones count as spaces`,
    ]);
  });
});

describe('what is odd is said with its place', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['fine (words:1.2)', []],
    ['a (b', ['2-3 This bracket is never closed, so it reaches to the end']],
    [
      '[a (b',
      [
        '0-1 This bracket is never closed, so it reaches to the end',
        '3-4 This bracket is never closed, so it reaches to the end',
      ],
    ],
    ['a) b', ['1-2 This bracket closes nothing, so it was taken as text']],
    ['a:2) b', ['3-4 This bracket closes nothing, so it was taken as text']],
    ['a] b', ['1-2 This bracket closes nothing, so it was taken as text']],
    ['(x:11)', ['3-5 Weights go from 0 to 10, so “11” was read as 10']],
    ['(x:1e999)', ['3-8 Weights go from 0 to 10, so “1e999” was read as 10']],
    ['(x:-1)', ['3-5 Weights go from 0 to 10, so “-1” was read as 0']],
    ['(x:inf)', ['3-6 Weights go from 0 to 10, so “inf” was read as 10']],
    ['(x:NaN)', ['3-6 “NaN” is not a number, so the weight is 1.1']],
    ['(x:1.2.3)', ['3-8 “1.2.3” is not a number, so the weight is 1.1']],
    ['(x:.)', ['3-4 “.” is not a number, so the weight is 1.1']],
    ['(x:1,3)', ['3-6 “1,3” was read as 1.3; weights have a point, not a comma']],
    ['((x:5):5)', ['2-3 The brackets multiply to more than 10, so the weight is 10']],
    ['x\\', ['1-2 A backslash at the end escapes nothing, so it was left out']],
  ];
  it.each(cases)('%s', (text, expected) => expect(problems(text)).toEqual(expected));

  it('keeps a bound on the number of problems', () => {
    expect(problems(')'.repeat(10_000))).toHaveLength(PROBLEMS_MAX);
    expect(problems('('.repeat(10_000))).toHaveLength(PROBLEMS_MAX);
  });
});

describe('brackets deeper than the bound', () => {
  it('have no further effect but still pair up', () => {
    const depth = DEPTH_MAX + 5;
    const text = `a ${'['.repeat(depth)}b${']'.repeat(depth)} c`;
    const [chunk] = promptOf(parse(text).pieces).chunks;
    expect(chunk!.spans.map((span) => span.text)).toEqual(['a ', 'b', ' c']);
    expect(chunk!.spans[1]!.weight).toBeCloseTo(1.1 ** -DEPTH_MAX, 12);
    expect(problems(text)).toEqual([
      `${2 + DEPTH_MAX}-${3 + DEPTH_MAX} Brackets deeper than 32 have no further effect`,
    ]);
  });
});

describe('any text whatever', () => {
  it('is read without throwing, to pieces that cover it, within the bounds', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        const { pieces, problems } = parse(text);
        expect(pieces.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
        for (const { weight } of pieces) expect(weight >= WEIGHT_MIN && weight <= WEIGHT_MAX).toBe(true);
        for (const { from, to } of problems) expect(0 <= from && from < to && to <= text.length).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  // Whatever grows with the square of the length would run into the test's time limit here.
  it.each(['(', '[', ')', '((x', '(x:1', '(x:1.1) ', ':', ': ', '\\', 'BREAK ', ' ', '1.', ':1', '(a [b) c] ', 'é'])(
    'takes time in proportion to its length: %j repeated',
    (unit) => {
      const text = unit.repeat(Math.ceil(100_000 / unit.length));
      expect(parse(text).pieces.at(-1)!.to).toBe(text.length);
    },
  );
});

describe('weights inside of weights', () => {
  const weighed = (text: string) =>
    promptOf(parse(text, 'innermost').pieces).chunks.flatMap(({ spans }) =>
      spans.map((span) => [span.text, span.weight]),
    );

  // What ComfyUI's token_weights gives for the same texts.
  it.each([
    [
      '(a (b:1.2):1.5)',
      [
        ['a ', 1.5],
        ['b', 1.2],
      ],
    ],
    [
      '(a (b))',
      [
        ['a ', 1.1],
        ['b', 1.1 * 1.1],
      ],
    ],
    [
      '((a) b:1.5)',
      [
        ['a', 1.1 * 1.5],
        [' b', 1.5],
      ],
    ],
    ['(((a:2)))', [['a', 2]]],
    [
      '[a] (b:0.5)',
      [
        ['[a] ', 1],
        ['b', 0.5],
      ],
    ],
  ])('are the innermost number where ComfyUI’s are asked for: %j', (text, spans) => {
    expect(weighed(text)).toEqual(spans.map(([words, weight]) => [words, expect.closeTo(weight as number, 9)]));
  });
});
