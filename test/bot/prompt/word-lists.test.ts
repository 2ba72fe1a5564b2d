import { expect, it } from 'vitest';
import { linesNamed, readWordList } from '#bot/prompt/word-lists.ts';

it('a list has a thing on each line, with what weighs more or less, and without notes', () => {
  expect(readWordList('# animals\r\ncat\n\n  3::dog \n.5::::odd')).toEqual([
    { text: 'cat', weight: 1 },
    { text: 'dog', weight: 3 },
    { text: '::odd', weight: 0.5 },
  ]);
});

it('a list is found by its name, or several by a star', () => {
  const lists = new Map(
    ['a', 'colors/warm', 'colors/cold', 'other'].map((name) => [name, [{ text: name, weight: 1 }]]),
  );
  const named = (name: string) => linesNamed(lists, name)?.map(({ text }) => text) ?? null;
  expect(named('Colors/Warm')).toEqual(['colors/warm']);
  expect(named('colors/*')).toEqual(['colors/warm', 'colors/cold']);
  expect(named('*o*r*d')).toEqual(['colors/cold']);
  expect(named('*')).toHaveLength(4);
  expect(named('colors')).toBeNull();
  expect(named('a*a')).toBeNull();
});
