import type { Range } from '#bot/prompt/syntax.ts';

/** A text with stretches taken out, which still knows where each character stood. */
export interface RemainingText {
  readonly text: string;
  /** From a place in `text` to the place in the original. A place may span a stretch that was taken out. */
  place(range: Range): Range;
  /** The stretches that stayed, in the original, for each range of `text`. */
  stretches(range: Range): readonly Range[];
}

/**
 * Takes the ranges (in order, not overlapping) out of the text; trailing spaces that this leaves go too, unless they
 * are to be kept.
 */
export function removeRanges(text: string, ranges: readonly Range[], { trim = true } = {}): RemainingText {
  const kept = keptRanges(text, ranges);
  const joined = kept.map(({ from, to }) => text.slice(from, to)).join('');
  const result = ranges.length === 0 || !trim ? joined : joined.trimEnd();
  const starts: number[] = [];
  let length = 0;
  for (const { from, to } of kept) {
    starts.push(length);
    length += to - from;
  }
  const original = (at: number) => {
    const i = Math.max(0, lastAtOrBefore(starts, at));
    return (kept[i]?.from ?? text.length) + at - (starts[i] ?? 0);
  };
  return {
    text: result,
    place: ({ from, to }) => ({ from: original(from), to: to > from ? original(to - 1) + 1 : original(from) }),
    stretches: ({ from, to }) => {
      const parts: Range[] = [];
      for (let i = Math.max(0, lastAtOrBefore(starts, from)); i < kept.length && starts[i]! < to; i++) {
        const offset = kept[i]!.from - starts[i]!;
        const start = Math.max(from, starts[i]!) + offset;
        const end = Math.min(to + offset, kept[i]!.to);
        if (end > start) parts.push({ from: start, to: end });
      }
      return parts;
    },
  };
}

function keptRanges(text: string, ranges: readonly Range[]): readonly Range[] {
  const kept: Range[] = [];
  let from = 0;
  for (const range of ranges) {
    if (range.from > from) kept.push({ from, to: range.from });
    from = range.to;
  }
  if (from < text.length) kept.push({ from, to: text.length });
  return kept;
}

function lastAtOrBefore(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
