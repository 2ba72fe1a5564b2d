import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARED_ENGLISH, sharedEnglish } from '#shared/text/english.ts';
import { marksOf, sampleOf, withSamples } from '#test/shared/text/samples.ts';
import { programFiles, ROOT } from '#test/tidy/source-files.ts';

const FOLDER = 'shared/text/english/';
const catalogs = await Promise.all(
  readdirSync(ROOT + FOLDER).map(async (name) => {
    const exports = (await import(`${ROOT}${FOLDER}${name}`)) as Record<string, Readonly<Record<string, unknown>>>;
    return { name, keys: Object.keys(Object.values(exports)[0]!) };
  }),
);
const isCatalog = (path: string) => path.startsWith(FOLDER) || /^bot\/text\/(?!english)\w+\//.test(path);
const program = programFiles.filter(({ path }) => !isCatalog(path)).map(({ text }) => text);
const literals = new Set(program.flatMap((text) => [...text.matchAll(/'([a-z][a-z0-9.-]+)'/g)].map(([, key]) => key!)));
/** Keys that are put together, such as `field.${name}`. */
const templates = program.flatMap((text) =>
  [...text.matchAll(/`([a-z]+\.[a-z-]*)\$\{\w+\}`/g)].map(([, start]) => new RegExp(`^${start}[a-z]+$`)),
);

describe('the catalogs', () => {
  it('are all collected, and have no key twice', () => {
    expect(catalogs.flatMap(({ keys }) => keys).sort()).toEqual(Object.keys(SHARED_ENGLISH).sort());
  });
});

describe.each(catalogs)('$name', ({ keys }) => {
  it('has no sentence that nobody says', () => {
    const unused = keys.filter((key) => !literals.has(key) && !templates.some((template) => template.test(key)));
    expect(unused).toEqual([]);
  });

  it.each(keys)('%s shows every value it is given', (key) => {
    const { text, asked } = withSamples(SHARED_ENGLISH, key, sharedEnglish);
    expect(text).not.toMatch(/undefined|\[object|\$\{|^$/);
    for (const name of asked) {
      for (const mark of marksOf(sampleOf(key, name))) expect(text.toLowerCase()).toContain(mark.toLowerCase());
    }
  });
});
