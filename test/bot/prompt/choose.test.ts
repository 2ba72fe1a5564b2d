import { describe, expect, it } from 'vitest';
import { choose } from '#bot/prompt/choose.ts';
import { seededChance } from '#bot/prompt/seeded-chance.ts';
import { readWordList, type WordLists } from '#bot/prompt/word-lists.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const LISTS: WordLists = new Map([
  ['animal', readWordList('cat\ndog\n')],
  ['colors/warm', readWordList('red')],
  ['colors/cold', readWordList('blue')],
  ['scene', readWordList('a __animal__ in {snow|rain}')],
  ['loop', readWordList('x __loop__')],
  ['bomb', readWordList('{__bomb__|__bomb__} __bomb__')],
]);

function chosen(text: string, seed = 1): string {
  return choose(text, { chance: seededChance(seed), lists: LISTS, each: 'one' }).text;
}

/** Every text that comes out for some seed. */
function outcomes(text: string, seeds = 200): readonly string[] {
  return [...new Set(Array.from({ length: seeds }, (_, seed) => chosen(text, seed)))].sort();
}

function told(text: string): readonly string[] {
  const { problems } = choose(text, { chance: seededChance(1), lists: LISTS, each: 'one' });
  return inEnglish(problems.map(({ message }) => message));
}

describe('choosing', () => {
  it.each([
    ['a {red|blue} cat', ['a blue cat', 'a red cat']],
    ['{2$$a|b|c}', ['a, b', 'a, c', 'b, a', 'b, c', 'c, a', 'c, b']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{1-2$$a|b}', ['a', 'a, b', 'b', 'b, a']],
    ['{9$$a}', ['a']],
    ['{0::a|b}', ['b']],
    ['{0::a|0::b}', ['']],
    ['a __animal__', ['a cat', 'a dog']],
    ['{2$$__animal__}', ['cat, dog', 'dog, cat']],
    ['__colors/*__', ['blue', 'red']],
    ['__ANIMAL__', ['cat', 'dog']],
    ['{very |}old', ['old', 'very old']],
    ['__scene__', ['a cat in rain', 'a cat in snow', 'a dog in rain', 'a dog in snow']],
    ['\\{a|b} \\__animal__', ['\\{a|b} \\__animal__']],
  ])('%j gives %j', (text, expected) => expect(outcomes(text)).toEqual(expected));

  it('is the same for the same seed, and goes by weights', () => {
    const text = '__scene__ with {3::a|b}';
    expect(chosen(text, 7)).toBe(chosen(text, 7));
    const heavy = Array.from({ length: 1000 }, (_, seed) => chosen('{3::a|b}', seed)).filter((one) => one === 'a');
    expect(heavy.length / 1000).toBeCloseTo(0.75, 1);
  });

  it('keeps `{a, b}` as letters that are read no second time where nobody takes one', () => {
    const options = { chance: seededChance(1), lists: LISTS, each: 'letters' } as const;
    expect(choose('{a, {b, c}} {x|x}', options).text).toBe('\\{a, \\{b, c}} x');
  });

  it('says which list is not there, and what was meant', () => {
    expect(told('__anmal__')).toEqual(['There is no list “anmal” here; did you mean __animal__?']);
    expect(told('__zebra__ __zebra__')[0]).toContain('There is no list “zebra” here');
    expect(told('__animal__')).toEqual([]);
  });

  it('is bounded, whatever lists name each other', () => {
    expect(told('__loop__')).toEqual([expect.stringContaining('more than 8 deep')]);
    expect(told('__bomb__').length).toBeGreaterThan(0);
    expect(chosen('__bomb__').length).toBeLessThan(10_000);
    expect(told('{a|b}'.repeat(300))).toEqual([expect.stringContaining('200 choices')]);
    const long = new Map([['long', readWordList('x'.repeat(1999))]]);
    const grown = choose('__long__ '.repeat(20), { chance: () => 0, lists: long, each: 'one' });
    expect(grown.text.length).toBeLessThanOrEqual(10_000);
    expect(inEnglish(grown.problems.map(({ message }) => message))[0]).toContain('longer than 10000');
  });
});
