import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { GERMAN } from '#bot/text/german.ts';
import { LANGUAGES, languageOf, writerOf } from '#bot/text/languages.ts';

describe('languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(GERMAN).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['en-GB', 'en'],
    ['ja', 'en'],
    [null, 'en'],
    ['', 'en'],
  ])('for the locale %j is %j', (locale, expected) => {
    expect(languageOf(locale)).toBe(expected);
  });

  it.each(LANGUAGES)('%s words a message', (language) => {
    expect(writerOf(language).say({ key: 'job.gone', values: {} })).not.toContain('job.gone');
  });
});
