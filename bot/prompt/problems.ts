import { columnsOf, graphemes } from '#bot/prompt/characters.ts';
import type { Problem } from '#bot/prompt/syntax.ts';
import type { PROMPT } from '#bot/text/english/prompt.ts';
import { aboutText, type Message, messageMaker } from '#shared/text/message.ts';

/** A sentence about a prompt. The catalog is known by its type alone: this runs in browsers, in any language. */
export const promptMessage = messageMaker<typeof PROMPT>();

/** Problems of one text that are kept; the rest is only counted, so that no message grows without bound. */
export const PROBLEMS_MAX = 12;

/** Columns of text shown around a problem. A phone breaks longer lines, and then the caret is under nothing. */
const COLUMNS_MAX = 25;

/** Characters to each side of a problem that are looked at. */
const NEAR = 8 * COLUMNS_MAX;

/** In the order of the text, at most PROBLEMS_MAX of them. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.from - b.from || a.to - b.to).slice(0, PROBLEMS_MAX);
}

/**
 * Two lines for a monospaced font: the text around the problem, and carets under it. A long text is cut to what is
 * near; line breaks become spaces, wide characters count as two columns.
 */
export function showProblem(text: string, problem: { readonly from: number; readonly to: number }): string {
  const cells = cellsNear(text, problem.from);
  const focus = Math.max(
    0,
    cells.findLastIndex((cell) => cell.from <= problem.from),
  );
  const { first, last } = windowAround(cells, focus);
  const shown = cells.slice(first, last);
  const cutBefore = first > 0 || (shown[0]?.from ?? 0) > 0;
  const cutAfter = last < cells.length || (cells.at(-1)?.to ?? 0) < text.length;
  const start = (cutBefore ? 1 : 0) + columns(cells.slice(first, focus));
  const atEnd = problem.from >= text.length;
  const marked = atEnd ? 1 : columns(shown.filter((cell) => cell.from >= cells[focus]!.from && cell.from < problem.to));
  const line = `${cutBefore ? '…' : ''}${shown.map((cell) => cell.text).join('')}${cutAfter ? '…' : ''}`;
  const indent = atEnd ? (cutBefore ? 1 : 0) + columns(shown) : start;
  return `${line}\n${' '.repeat(indent)}${'^'.repeat(Math.max(1, marked))}`;
}

/** The problem's sentence with the neighbourhood of its place: as much of the text as showProblem looks at. */
export function problemNotice(text: string, { from, to, message, isPlain }: Problem): Message {
  if (isPlain) return message;
  const start = Math.max(0, from - NEAR);
  const near = text.slice(start, from + NEAR).toWellFormed();
  return aboutText(message, { text: near, from: from - start, to: Math.max(from, to) - start });
}

interface Cell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

/** Only the neighbourhood is segmented: segmenting ten thousand characters for sixty would be waste. */
function cellsNear(text: string, at: number): readonly Cell[] {
  const from = Math.max(0, at - NEAR);
  const near = text.slice(from, at + NEAR);
  return Array.from(graphemes(near), (grapheme) => {
    const printable = /^[\p{Cc}\p{Zl}\p{Zp}]/u.test(grapheme.text) ? ' ' : grapheme.text;
    const start = from + grapheme.from;
    return { text: printable, from: start, to: start + grapheme.text.length, columns: columnsOf(printable) };
  });
}

/** Grows to both sides until the columns are used up. */
function windowAround(cells: readonly Cell[], focus: number): { first: number; last: number } {
  let first = focus;
  let last = Math.min(cells.length, focus + 1);
  let used = columns(cells.slice(first, last));
  for (let grew = true; grew; ) {
    grew = false;
    const left = cells[first - 1];
    if (left !== undefined && used + left.columns <= COLUMNS_MAX) {
      first--;
      used += left.columns;
      grew = true;
    }
    const right = cells[last];
    if (right !== undefined && used + right.columns <= COLUMNS_MAX) {
      last++;
      used += right.columns;
      grew = true;
    }
  }
  return { first, last };
}

function columns(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.columns, 0);
}
