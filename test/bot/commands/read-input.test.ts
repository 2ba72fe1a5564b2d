import { describe, expect, expectTypeOf, it } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { type Input, type Option, optionsOn } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { plainMessage } from '#shared/text/message.ts';

const description = plainMessage('What it is');
const OPTIONS = {
  words: { kind: 'text', description, required: true, charactersMax: 10 },
  note: { kind: 'text', description, nullable: true },
  count: { kind: 'integer', description, min: 1, max: 4 },
  strength: { kind: 'number', description, min: 0 },
  seed: { kind: 'seed', description, charactersMax: 40 },
  tiled: { kind: 'boolean', description },
  shape: {
    kind: 'choice',
    description,
    choices: [
      { value: 'round', label: plainMessage('Round') },
      { value: 'square', label: plainMessage('Square') },
    ],
  },
  width: { kind: 'integer', description, only: 'studio' },
} as const;

const read = (values: unknown, platform: 'discord' | 'studio' = 'studio') => {
  const result = readInput(OPTIONS, { values, platform });
  return result.ok ? result.input : result.problems.map((problem) => writerOf('en').say(problem));
};

describe('readInput()', () => {
  it('gives each value in the type that its option says', () => {
    type Read = Input<typeof OPTIONS>;
    expectTypeOf<Read['words']>().toEqualTypeOf<string>();
    expectTypeOf<Read['note']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Read['count']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Read['shape']>().toEqualTypeOf<'round' | 'square' | undefined>();
    const values = { words: 'a cat', count: 2, strength: 0.5, tiled: false, shape: 'round', width: 64 };
    expect(read(values)).toEqual(values);
  });

  it.each([
    ['7', 7],
    [' 12 ', 12],
    ['-1', -1],
    ['1.5', 1.5],
    [7, 7],
  ])('reads the seed %j as %d', (seed, expected) => {
    expect(read({ words: 'a cat', seed })).toEqual({ words: 'a cat', seed: expected });
  });

  it('takes null and nothing for not said, except where null gives a setting back', () => {
    expect(read({ words: 'a cat', count: null, tiled: undefined, note: null })).toEqual({ words: 'a cat', note: null });
  });

  it.each<[unknown, string]>([
    [{}, 'Cannot do this without “words”'],
    [{ words: 7 }, 'Cannot read “words”: it must be text, given 7'],
    [{ words: 'x'.repeat(11) }, 'Cannot read “words”: at most 10 characters, given 11'],
    [{ words: 'a', count: 0 }, 'Cannot use this “count”: 1 to 4, given 0'],
    [{ words: 'a', count: 1.5 }, 'Cannot read “count”: it must be a whole number, given 1.5'],
    [{ words: 'a', strength: -0.5 }, 'Cannot use this “strength”: at least 0, given -0.5'],
    [{ words: 'a', strength: 'much' }, 'Cannot read “strength”: it must be a number, given "much"'],
    [{ words: 'a', tiled: 1 }, 'Cannot read “tiled”: it must be true or false, given 1'],
    [{ words: 'a', shape: 'odd' }, 'Cannot read “shape”: it must be one of round, square, given "odd"'],
    [
      { words: 'a', seed: 'seven' },
      'Cannot use this seed: it must be a whole number from 0 to 4294967295, given “seven”',
    ],
    [{ words: 'a', steps: 4 }, 'Cannot read “steps”: there is words, note, count, strength, seed, tiled, shape, width'],
    ['a cat', 'Cannot read the request: it must be an object, given "a cat"'],
    [['a cat'], 'Cannot read the request: it must be an object, given ["a cat"]'],
    [null, 'Cannot read the request: it must be an object, given null'],
  ])('says of %j: %s', (values, sentence) => {
    expect(read(values)).toEqual([sentence]);
  });

  it('says everything that is wrong at once', () => {
    expect(read({ count: 9, tiled: 'yes' })).toHaveLength(3);
  });

  it('knows no option of another platform', () => {
    expect(read({ words: 'a', width: 64 }, 'discord')).toEqual([
      expect.stringMatching(/^Cannot read “width”: there is/),
    ]);
  });

  it('is not fooled by names that every object has', () => {
    expect(read({ words: 'a', constructor: 'x' })).toEqual([expect.stringMatching(/^Cannot read “constructor”/)]);
  });
});

/** Nothing that any option takes, and how a sentence repeats it. */
function wrongFor(option: Option): { readonly value: unknown; readonly shown: string } {
  switch (option.kind) {
    case 'integer':
    case 'number':
      return option.max === undefined
        ? { value: 'plenty', shown: 'plenty' }
        : { value: option.max + 1, shown: String(option.max + 1) };
    case 'text':
      return { value: 4242, shown: '4242' };
    default:
      return { value: 'qwertz', shown: 'qwertz' };
  }
}

describe('every command', () => {
  it.each(
    COMMANDS.filter(({ options }) => Object.keys(options).length > 0).map((each) => [callOf(each), each] as const),
  )('/%s tells everything that is wrong at once, with what was given, in each language', (_, { options }) => {
    const known = optionsOn(options, 'discord');
    const wrong = known.map(([name, option]) => [name, wrongFor(option)] as const);
    const values = Object.fromEntries(wrong.map(([name, { value }]) => [name, value]));
    const result = readInput(options, { values, platform: 'discord' });
    const problems = result.ok ? [] : result.problems;
    expect(problems).toHaveLength(known.length);
    for (const language of LANGUAGES) {
      const sentences = problems.map((problem) => writerOf(language).say(problem));
      for (const [name, { shown }] of wrong) {
        // A seed is called by the reader's own word for it.
        const called = name === 'seed' ? '' : name;
        expect(sentences.some((sentence) => sentence.includes(called) && sentence.includes(shown))).toBe(true);
      }
    }
  });
});
