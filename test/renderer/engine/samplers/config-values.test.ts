import { describe, expect, it } from 'vitest';
import {
  flag,
  fraction,
  integer,
  oneOf,
  optionalFlag,
  optionalPositive,
  positive,
} from '#renderer/engine/samplers/config-values.ts';

describe('values of a scheduler_config.json', () => {
  it('are as they stand there; null and nothing are the same', () => {
    const config = { a: 'x', b: true, c: 3, d: 0.5, e: null };
    expect([oneOf(config, 'a', ['x', 'y']), oneOf(config, 'e', ['x'])]).toEqual(['x', null]);
    expect([flag(config, 'b', false), flag(config, 'e', true), optionalFlag(config, 'e')]).toEqual([true, true, null]);
    expect([integer(config, 'c', { least: 0, fallback: 1 }), integer({}, 'c', { least: 0, fallback: 1 })]).toEqual([
      3, 1,
    ]);
    expect([fraction(config, 'd', 0.1), positive(config, 'c', 1), optionalPositive(config, 'e')]).toEqual([
      0.5,
      3,
      null,
    ]);
  });

  it.each([
    [() => flag({ a: 1 }, 'a', false), 'a must be true or false, given 1'],
    [() => integer({ a: 4 }, 'a', { least: 1, most: 3, fallback: 2 }), 'a must be a whole number from 1 to 3, given 4'],
    [() => fraction({ a: 1 }, 'a', 0.5), 'a must be a number between 0 and 1, given 1'],
    [() => positive({ a: Infinity }, 'a', 1), 'a must be a positive number, given Infinity'],
    [() => oneOf({ a: 'z'.repeat(5000) }, 'a', ['x']), `a must be one of x, given "${'z'.repeat(99)}…`],
  ])('are refused with the limit and what was given', (read, sentence) => {
    expect(read).toThrow(`Cannot use scheduler_config.json: ${sentence}`);
  });
});
