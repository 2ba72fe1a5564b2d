import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { createWriter, type Sentences } from '#shared/text/message.ts';
import { plainText } from '#shared/text/rich.ts';
import { isSame } from '#test/bot/text/same-words.ts';
import { TRANSLATIONS } from '#test/bot/text/translations.ts';

/**
 * A value for any sentence: it reads as its name, counts as 2, and is a list of one. Words that choose among words are
 * given one that exists.
 */
function sample(name: string): unknown {
  if (name in CHOICES) return CHOICES[name];
  const text = `«${name}»`;
  const special: Readonly<Record<string | symbol, unknown>> = {
    [Symbol.toPrimitive]: (hint: string) => (hint === 'string' ? text : 2),
    // As a message it says its name.
    key: 'plain',
    values: { text },
  };
  return new Proxy([text], { get: (list, property) => special[property] ?? Reflect.get(list, property) });
}

const CHOICES: Readonly<Record<string, string>> = { what: 'style', side: 'width', act: 'cancel', name: '«name»' };

/** The sentence in a language, with the names of the values that it looks at. */
function wordsOf(
  catalog: Sentences,
  key: string,
  locale: string,
): { readonly text: string; readonly values: string[] } {
  const sentence = catalog[key]!;
  const values = new Set<string>();
  const given = new Proxy({} as Record<string, unknown>, {
    get(_, name) {
      values.add(String(name));
      return sample(String(name));
    },
  });
  const wording = typeof sentence === 'function' ? sentence(given as never, createWriter(catalog, locale)) : sentence;
  return { text: typeof wording === 'string' ? wording : plainText(wording), values: [...values].sort() };
}

describe('the catalogs', () => {
  it('are as large as they look: no key stands in two files', () => {
    const others = TRANSLATIONS.map(({ folder }) => [folder, `${folder}/shared`]);
    for (const folders of [['bot/text/english', 'shared/text/english'], ...others]) {
      const written = folders.flatMap((folder) =>
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .flatMap(({ name }) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^ {2}'?([a-z][\w.-]*)'?:/gm)])
          .map(([, name]) => name!),
      );
      const keys = written.filter((name) => Object.hasOwn(ENGLISH, name));
      expect(keys.filter((key, at) => keys.indexOf(key) < at)).toEqual([]);
      expect(keys.toSorted()).toEqual(Object.keys(ENGLISH).sort());
    }
  });

  it('are those of all languages', () => {
    expect(['en', ...TRANSLATIONS.map(({ language }) => language)]).toEqual(LANGUAGES);
  });

  it.each(Object.keys(ENGLISH))('say %s in every language with the same values', (key) => {
    const english = wordsOf(ENGLISH, key, 'en');
    expect(english.text).not.toMatch(/undefined|\[object/);
    for (const { language, catalog } of TRANSLATIONS) {
      const other = wordsOf(catalog, key, language);
      expect(other.values, language).toEqual(english.values);
      expect(other.text, language).not.toMatch(/undefined|\[object/);
      expect(other.text === english.text, language).toBe(isSame(key, language));
    }
  });
});
