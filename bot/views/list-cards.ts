import type { CountedList } from '#bot/presets/word-list-service.ts';
import { readWordList } from '#bot/prompt/word-lists.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, Pages } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { cut } from '#shared/text/cut.ts';
import { code, joinRich, linesOf, plainNode, rich } from '#shared/text/rich.ts';

/** Lists on one page. */
const LISTED_MAX = 40;

/** Lines and characters shown of one list. */
const LINES_SHOWN = 5;
const LINE_CHARS = 80;

/** All lists of a server by name, or a page of them, each with how long it is. */
export function wordLists(lists: readonly CountedList[], { reader, pages }: { reader: Reader; pages?: Pages }): Card {
  const { rich: worded, say: words } = writerOf(reader.language);
  const from = pages ? (pages.page - 1) * LISTED_MAX : 0;
  const shown = pages ? lists.slice(from, from + LISTED_MAX) : lists;
  const lines = shown.map(
    ({ name, lines: count }) => rich`${code(`__${name}__`)} ${words(say('lists.lines', { count }))}`,
  );
  return {
    heading: worded(say('lists.heading')),
    paragraphs: [worded(say(lists.length === 0 ? 'lists.none' : 'lists.some')), linesOf(lines)],
    fields: [],
  };
}

/** Which of its pages a list of so many lists shows when somebody asks for one. */
export function wordListPages(lists: number, asked: number): Pages {
  const count = Math.max(1, Math.ceil(lists / LISTED_MAX));
  return { page: Math.min(Math.max(1, asked), count), count };
}

/** One list with its first lines. `replaced`: there was another of its name; null = it is only looked at. */
export function wordListCard(
  { name, text, lines: count }: CountedList,
  { reader, replaced }: { readonly reader: Reader; readonly replaced: boolean | null },
): Card {
  const { rich: worded } = writerOf(reader.language);
  const first = readWordList(text).slice(0, LINES_SHOWN);
  const lines = first.map((line) => [plainNode(cut(oneLine(line.text), LINE_CHARS))]);
  const kept = replaced ? say('list-card.replaced', { count }) : say('list-card.kept', { count });
  return {
    heading: worded(say('list-card.heading', { name })),
    paragraphs: [worded(replaced === null ? say('lists.lines', { count }) : kept)],
    fields: [{ name: worded(say('list-card.begins')), value: joinRich(lines, ' · ') }],
  };
}
