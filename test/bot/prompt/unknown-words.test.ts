import { describe, expect, it } from 'vitest';
import { alikeOf } from '#bot/prompt/alike.ts';
import { unknownWords, unknownWordsMessage } from '#bot/prompt/unknown-words.ts';
import { writerOf } from '#bot/text/languages.ts';

const WORDS = ['house', 'castle', 'boat', 'lighthouse', 'a', 'by', 'red'];

describe('words that a model does not know', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['are found where they stand', 'a woman by a house', ['woman@2']],
    [
      'also inside weights, changes and alternatives',
      'a (woman:1.4) [dog:house:0.5] [cat|boat]',
      ['woman@3', 'dog@15', 'cat@31'],
    ],
    ['count in any letter case', 'a House by a BOAT', []],
    [
      'are not settings, adapters, numbers and marks',
      'a house <lora:ink:1> 8, 3:2 BREAK boat --style neon --no hands',
      [],
    ],
    ['are not words of two letters', 'it is a house', []],
    ['may be of any script', 'ein Häuschen', ['ein@0', 'Häuschen@4']],
  ];
  it.each(cases)('%s', (_what, prompt, expected) => {
    expect(unknownWords(prompt, WORDS).map(({ word, from }) => `${word}@${from}`)).toEqual(expected);
    for (const { word, from, to } of unknownWords(prompt, WORDS)) expect(prompt.slice(from, to)).toBe(word);
  });

  it('come with the known word that was meant, and only some of very many', () => {
    expect(unknownWords('a castel', WORDS)[0]!.near).toBe('castle');
    const near = (text: string) => unknownWords(text, WORDS, alikeOf(WORDS))[0]!.near;
    expect(near('a tower')).toBe('castle');
    expect(near('a Skyscraper')).toBe('lighthouse');
    expect(near('a hamster')).toBeNull(); // a rabbit would do, and is not known here either
    expect(alikeOf([])).toEqual({});
    expect(unknownWords('dragon '.repeat(500), WORDS)).toHaveLength(50);
  });

  it('are none where the model does not say what it knows', () => {
    expect(unknownWords('an astronaut riding a horse', [])).toEqual([]);
  });

  it('are told in one sentence, with words that are known', () => {
    const told = (prompt: string, language: 'en' | 'de') =>
      writerOf(language).say(unknownWordsMessage(unknownWords(prompt, WORDS), { name: 'demo', words: WORDS }));
    expect(told('woman and a woman', 'en')).toBe(
      'The model demo does not know “woman” and “and”; it knows house, castle, boat, lighthouse …',
    );
    expect(told('ein boot', 'de')).toBe(
      'Das Modell demo kennt „ein“ und „boot“ nicht; es kennt boat, house, castle, lighthouse …',
    );
    expect(told('aaa bbb ccc ddd eee fff ggg hhh', 'en')).toContain('“fff”, and 2 more; it knows');
  });
});
