import { expect, it } from 'vitest';
import { takeLinks } from '#bot/prompt/links.ts';

const isOurs = (url: string) => url.startsWith('https://cdn.test/');

it.each([
  ['a boat', [], 'a boat'],
  ['https://cdn.test/a.png a boat', ['https://cdn.test/a.png'], 'a boat'],
  ['a boat, <https://cdn.test/a.png?ex=1&is=2>, red', ['https://cdn.test/a.png?ex=1&is=2'], 'a boat, , red'],
  [
    '(https://cdn.test/a.png:1.3) https://cdn.test/a.png.',
    ['https://cdn.test/a.png:1.3', 'https://cdn.test/a.png'],
    '() .',
  ],
  ['https://cdn.test/a https://cdn.test/a', ['https://cdn.test/a'], ''],
  ['https://elsewhere.test/a.png', [], 'https://elsewhere.test/a.png'],
])('addresses that are wanted are taken out of %j, each once', (text, urls, rest) => {
  expect(takeLinks(text, isOurs)).toEqual({ urls, text: rest });
});
