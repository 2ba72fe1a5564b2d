import { describe, expect, it } from 'vitest';
import { countIn, guidanceIn, sayable, sideProblems, stepsIn, validSeed } from '#bot/presets/ranges.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LIMITS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('numbers within their ranges', () => {
  it.each([
    ['steps', stepsIn(1, LIMITS), 1],
    ['steps', stepsIn(150, LIMITS), 150],
    ['guidance', guidanceIn(0, LIMITS), 0],
    ['guidance', guidanceIn(1.5, LIMITS), 1.5],
    ['count', countIn(4, LIMITS), 4],
    ['seed', validSeed(0), 0],
    ['seed', validSeed(2 ** 32 - 1), 2 ** 32 - 1],
  ])('%s as they are', (_what, number, value) => expect(number).toEqual({ value }));

  it.each([
    [stepsIn(151, LIMITS), 150],
    [stepsIn(Infinity, LIMITS), 150],
    [guidanceIn(30.5, LIMITS), 30],
    [guidanceIn(Infinity, LIMITS), 30],
  ])('lowered with a notice: %j', (number, value) =>
    expect(inEnglish(number)).toMatchObject({ value, notice: expect.any(String) }),
  );

  it.each([
    stepsIn(-Infinity, LIMITS),
    stepsIn(Number.NaN, LIMITS),
    guidanceIn(-0.1, LIMITS),
    countIn(Infinity, LIMITS),
    validSeed(Number.NaN),
    validSeed(-1),
  ])('refused: %j', (number) =>
    expect(inEnglish(number)).toEqual({ problem: expect.stringMatching(/^Cannot use this .*, given /) }),
  );
});

describe('sideProblems()', () => {
  const limits = { ...LIMITS, sideMin: 60, sideMax: 130, sideMultiple: 64 };
  it.each([
    [64, []],
    [128, []],
    [61, ['Cannot use this width: it must be a multiple of 64, given 61; the nearest is 64']],
    [129, ['Cannot use this width: it must be a multiple of 64, given 129; the nearest is 128']],
    [96, ['Cannot use this width: it must be a multiple of 64, given 96; the nearest are 64 and 128']],
    [131, ['Cannot use this width: it must be a whole number of pixels from 60 to 130, given 131']],
  ])('%i', (value, problems) => expect(inEnglish(sideProblems('width', { value, limits }))).toEqual(problems));
});

describe('sayable()', () => {
  it.each([
    [1, '1'],
    [1.23456, '1.235'],
    [-1, '-1'],
    [4294967296, '4294967296'],
    [1e300, '1.00e+300'],
    [Infinity, 'a number without end'],
    [-Infinity, 'a number without end'],
    [Number.NaN, 'something that is not a number'],
  ])('%d', (value, text) => {
    const given = sayable(value);
    expect(writerOf('en').text(given)).toBe(text);
    expect(JSON.parse(JSON.stringify(given))).toEqual(given);
  });
});
