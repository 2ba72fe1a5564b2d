import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { GERMAN } from '#bot/text/german.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES, languageOf } from '#bot/text/locale.ts';
import { SHARED_ENGLISH } from '#shared/text/english.ts';
import { withSamples } from '#test/shared/text/samples.ts';

/** Nothing but values and names. */
const SAME = [
  ...['catalog.entry', 'checkpoint.in-file', 'device.problem', 'device.refusal', 'device.refused', 'json.sign'],
  ...['encoder.vit-bigg', 'encoder.vit-h', 'encoder.vit-l'],
];

const ENGLISH_FILES = new URL('../../../bot/text/english/', import.meta.url);

describe('languages', () => {
  it('have every key in one file of a room only, as a later file would win in silence', async () => {
    const rooms = readdirSync(ENGLISH_FILES).map((file) => import(new URL(file, ENGLISH_FILES).href));
    const keys = (await Promise.all(rooms)).flatMap((room: object) => Object.values(room).flatMap(Object.keys));
    expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
  });

  it('have the same keys', () => {
    expect(Object.keys(GERMAN).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it.each(Object.keys(SHARED_ENGLISH))('say %s of the same values, each in its own words', (key) => {
    const english = withSamples(SHARED_ENGLISH, key, writerOf('en'));
    const german = withSamples(GERMAN, key, writerOf('de'));
    expect(german.asked).toEqual(english.asked);
    expect(german.text).not.toMatch(/undefined|\[object|\$\{|^$/);
    if (!SAME.includes(key)) expect(german.text).not.toBe(english.text);
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
