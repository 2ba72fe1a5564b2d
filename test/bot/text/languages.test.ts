import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES, languageOf } from '#bot/text/locale.ts';
import { SHARED_ENGLISH } from '#shared/text/english.ts';
import { isSame } from '#test/bot/text/same-words.ts';
import { TRANSLATIONS } from '#test/bot/text/translations.ts';
import { withSamples } from '#test/shared/text/samples.ts';

const ENGLISH_FILES = new URL('../../../bot/text/english/', import.meta.url);

describe('languages', () => {
  it('have every key in one file of a room only, as a later file would win in silence', async () => {
    const rooms = readdirSync(ENGLISH_FILES).map((file) => import(new URL(file, ENGLISH_FILES).href));
    const keys = (await Promise.all(rooms)).flatMap((room: object) => Object.values(room).flatMap(Object.keys));
    expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
  });

  it('have the same keys', () => {
    for (const { catalog } of TRANSLATIONS) expect(Object.keys(catalog).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it.each(Object.keys(SHARED_ENGLISH))('say %s of the same values, each in its own words', (key) => {
    const english = withSamples(SHARED_ENGLISH, key, writerOf('en'));
    for (const { language, catalog } of TRANSLATIONS) {
      const other = withSamples(catalog, key, writerOf(language));
      expect(other.asked, language).toEqual(english.asked);
      expect(other.text, language).not.toMatch(/undefined|\[object|\$\{|^$/);
      if (!isSame(key, language)) expect(other.text, language).not.toBe(english.text);
    }
  });

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['en-GB', 'en'],
    ['es-ES', 'es'],
    ['es-419', 'es'],
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['fr', 'en'],
    [null, 'en'],
    ['', 'en'],
  ])('for the locale %j is %j', (locale, expected) => {
    expect(languageOf(locale)).toBe(expected);
  });

  it.each(LANGUAGES)('%s has labels of buttons of which two stand in a row on a phone', (language) => {
    const keys = Object.keys(ENGLISH).filter((key) => key.startsWith('button.') && key !== 'button.old');
    const labels = keys.map((key) => writerOf(language).say({ key, values: { number: 4 } }));
    expect(labels.length).toBeGreaterThan(15);
    // 320 pixels without the card's edges, for two labels of 7 a character with an emoji and a margin.
    expect(labels.filter((label) => label.length > 16)).toEqual([]);
  });

  it.each(LANGUAGES)('%s words a message', (language) => {
    expect(writerOf(language).say({ key: 'job.gone', values: {} })).not.toContain('job.gone');
  });
});
