import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlags, readRatio } from '#bot/prompt/flags.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

function check(text: string, flags: Flags) {
  expect(readFlags(text)).toMatchObject({ flags, problems: [] });
  expect(Object.keys(readFlags(text).flags)).toEqual(Object.keys(flags));
}

function problems(text: string) {
  return inEnglish(readFlags(text).problems).map(({ from, to, message }) => `${text.slice(from, to)} | ${message}`);
}

describe('readFlags()', () => {
  const cases: readonly [string, Flags][] = [
    ['a cat', {}],
    [
      'a cat --seed 7 --steps 4 --ar 3:2 --no hands',
      { seed: 7, steps: 4, ratio: { width: 3, height: 2 }, no: 'hands' },
    ],
    ['--seed 7', { seed: 7 }],
    ['a —seed 7 –steps 4', { seed: 7, steps: 4 }],
    ['a --SEED 7', { seed: 7 }],
    ['a --seed=7 --ar: 3:2', { seed: 7, ratio: { width: 3, height: 2 } }],
    ['a --seed\n7', { seed: 7 }],
    ['a --seed 7, --steps 4.', { seed: 7, steps: 4 }],
    ['(a --seed 7), b', { seed: 7 }],
    ['a,--seed 7', { seed: 7 }],
    ['a --seed -1', { seed: -1 }],
    ['a --seed 4294967296', { seed: 4294967296 }],
    ['a --seed 7.5', { seed: 7.5 }],
    ['a --steps 0', { steps: 0 }],
    ['a --cfg 7,5', { guidance: 7.5 }],
    ['a --guidance 1', { guidance: 1 }],
    ['a -n 3', { count: 3 }],
    ['a --count 3', { count: 3 }],
    ['a --n 3', { count: 3 }],
    ['a --w 640 --h 512', { width: 640, height: 512 }],
    ['a --width 640 --height 512', { width: 640, height: 512 }],
    ['a --style pixel-art --model demo --sampler euler', { style: 'pixel-art', model: 'demo', sampler: 'euler' }],
    ['a --no hands, (feet:1.2), dark sky --seed 1', { no: 'hands, (feet:1.2), dark sky', seed: 1 }],
    ['a --no hands --no feet,', { no: 'hands, feet' }],
    ['(a --no hands) b', { no: 'hands' }],
    ['a --no \\) b', { no: '\\) b' }],
    ['well--seed 7', {}],
    ['a \\--seed 7', {}],
    ['a --- b -- c', {}],
    ['a -n b', {}],
    ['night —dark and stormy—', {}],
    ['2–3 cats', {}],
  ];
  it.each(cases)('%s', check);

  const oddities: readonly [string, readonly string[]][] = [
    ['a --seed', ['--seed | “--seed” needs a value, like --seed 7']],
    ['a --seed --steps 4', ['--seed | “--seed” needs a value, like --seed 7']],
    ['a --no --steps 4', ['--no | “--no” needs a value, like --no hands']],
    ['a --seed (b)', ['--seed | “--seed” needs a value, like --seed 7']],
    ['a --seed abc', ['abc | “abc” is not a number (like --seed 7), so it was left out']],
    ['a --cfg NaN', ['NaN | “NaN” is not a number (like --guidance 1.5), so it was left out']],
    ['a --ar wide', ['wide | “wide” is not a ratio of width to height (like --ar 3:2), so it was left out']],
    ['a --ar 0:1', ['0:1 | “0:1” is not a ratio of width to height (like --ar 3:2), so it was left out']],
    ['a --hq b', ['--hq | “--hq” is not a setting, so it was left out']],
    ['a --step 4', ['--step | “--step” is not a setting, so it was left out; did you mean “--steps”?']],
    ['a --seed 7 --seed 8', ['8 | “--seed” is given more than once; the last one counts']],
    [`a --${'x'.repeat(50)}`, [`--${'x'.repeat(50)} | “--${'x'.repeat(23)}…” is not a setting, so it was left out`]],
  ];
  it.each(oddities)('%s', (text, expected) => expect(problems(text)).toEqual(expected));

  it('takes an unknown flag out with its number, a misspelt one with its value, a strange one alone', () => {
    const left = (text: string) =>
      readFlags(text).places.reduceRight((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text);
    expect(left('a --haos5 50 b')).toBe('a b');
    expect(left('a --stile pixel b')).toBe('a b');
    expect(left('a --hq b')).toBe('a b');
  });

  it('never throws, and its places are in order and within the text', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        let at = 0;
        for (const { from, valueFrom, to } of readFlags(text).places) {
          expect(from >= at && valueFrom >= from && to >= valueFrom && to <= text.length).toBe(true);
          at = to;
        }
        for (const { from, to } of readFlags(text).problems)
          expect(0 <= from && from < to && to <= text.length).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['--seed ', '--no (', '--no a, ', '--x ', '—', '--no ]', '-n ', '--', '--no  ,', ','])(
    'takes time in proportion to its length: %j repeated',
    (unit) => {
      const text = unit.repeat(Math.ceil(100_000 / unit.length));
      expect(readFlags(text).places.every(({ to }) => to <= text.length)).toBe(true);
    },
  );
});

describe('readRatio()', () => {
  it.each([
    ['3:2', 3, 2],
    ['3x2', 3, 2],
    ['3×2', 3, 2],
    ['16/9', 16, 9],
    ['1.91:1', 1.91, 1],
    [' 1:1 ', 1, 1],
  ])('reads %s', (typed, width, height) => expect(readRatio(typed)).toEqual({ width, height }));

  it.each(['', '3', '3:', ':2', '3:2:1', '0:1', '-3:2', '0.5:1', '10001:1', 'a:b', `${'9'.repeat(400)}:1`])(
    'refuses %j',
    (typed) => expect(readRatio(typed)).toBeNull(),
  );
});
