/** A replacement of part of a text, and what is selected afterwards. */
export interface Reweighed {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly select: { readonly from: number; readonly to: number };
}

/**
 * Makes the selected words (or the word at the caret) weigh more or less: `lighthouse` becomes `(lighthouse:1.1)`, that
 * becomes `(lighthouse:1.2)`, and at 1 the brackets go. Null where there is no word.
 */
export function reweigh(
  text: string,
  { from, to, change }: { readonly from: number; readonly to: number; readonly change: number },
): Reweighed | null {
  const words = from === to ? wordAt(text, from) : trimmed(text, { from, to });
  if (words.from === words.to) return null;
  const inner = text.slice(words.from, words.to);
  const around = bracketsAround(text, words);
  const weight = Math.round(((around?.weight ?? 1) + change) * 100) / 100;
  if (weight < 0 || weight > 10) return null;
  const start = around?.from ?? words.from;
  const isPlain = weight === 1;
  return {
    from: start,
    to: around?.to ?? words.to,
    text: isPlain ? inner : `(${inner}:${weight})`,
    select: { from: start + (isPlain ? 0 : 1), to: start + (isPlain ? 0 : 1) + inner.length },
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function wordAt(text: string, at: number): Range {
  const before = /[\p{L}\p{N}_'-]*$/u.exec(text.slice(0, at))![0].length;
  const after = /^[\p{L}\p{N}_'-]*/u.exec(text.slice(at))![0].length;
  return { from: at - before, to: at + after };
}

function trimmed(text: string, { from, to }: Range): Range {
  const selected = text.slice(from, to);
  return {
    from: from + (selected.length - selected.trimStart().length),
    to: Math.max(from, to - (selected.length - selected.trimEnd().length)),
  };
}

/** The brackets with a number right around the words. */
function bracketsAround(text: string, { from, to }: Range): (Range & { readonly weight: number }) | null {
  const close = /^:\s*(\d+(?:\.\d+)?)\s*\)/.exec(text.slice(to));
  if (text[from - 1] !== '(' || text[from - 2] === '\\' || !close) return null;
  return { from: from - 1, to: to + close[0].length, weight: Number(close[1]) };
}
