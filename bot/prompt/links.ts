import { removeRanges } from '#bot/prompt/remove-ranges.ts';
import type { Range } from '#bot/prompt/syntax.ts';

/** An address as it is written in a text. */
export const LINK = /https?:\/\/[^\s<>()[\]]{1,400}/gi;

/** The addresses in a text that are wanted, each once, and the text without them. */
export function takeLinks(
  text: string,
  isWanted: (url: string) => boolean,
): { readonly urls: readonly string[]; readonly text: string } {
  const found = [...text.matchAll(LINK)].flatMap(({ 0: typed, index }) => {
    const url = typed.replace(/[,.;!]+$/, '');
    return isWanted(url) ? [{ url, ...around(text, { from: index, to: index + url.length }) }] : [];
  });
  if (found.length === 0) return { urls: [], text };
  return { urls: [...new Set(found.map(({ url }) => url))], text: removeRanges(text, found).text.trim() };
}

/** Discord writes an address that shall show no preview between angles. */
function around(text: string, { from, to }: Range): Range {
  return text[from - 1] === '<' && text[to] === '>' ? { from: from - 1, to: to + 1 } : { from, to };
}
