import { readFlags } from '#bot/prompt/flags.ts';
import type { Piece } from '#bot/prompt/parser.ts';
import { CHARACTERS_READ_MAX } from '#bot/prompt/read-prompt.ts';
import { readText } from '#bot/prompt/read-text.ts';
import { removeRanges } from '#bot/prompt/remove-ranges.ts';
import type { Range } from '#bot/prompt/syntax.ts';
import { beginning } from '#shared/text/cut.ts';

/** A stretch of the text as typed, for colouring it while it is typed. */
export interface Highlight {
  readonly from: number;
  readonly to: number;
  /** The weight at its place; marks weigh what they enclose. */
  readonly weight: number;
  readonly kind: Piece['kind'] | 'change' | 'adapter' | 'flag' | 'flag-value' | 'unknown-flag' | 'space';
}

/** Every character of the text in order, each in one stretch: no gaps, no overlaps. Never throws. */
export function highlight(text: string): readonly Highlight[] {
  const read = beginning(text, CHARACTERS_READ_MAX);
  const { places } = readFlags(read);
  const stripped = removeRanges(read, places);
  const stretches: Highlight[] = [];
  const { pieces, marks, tags } = readText(stripped.text);
  const push = (ranges: readonly Range[], { kind, weight }: Pick<Highlight, 'kind' | 'weight'>) => {
    for (const part of ranges.flatMap((range) => stripped.stretches(range))) stretches.push({ ...part, kind, weight });
  };
  for (const piece of pieces) push(piece.stretches, piece);
  push(marks, { kind: 'change', weight: 1 });
  push(tags, { kind: 'adapter', weight: 1 });
  for (const { key, from, valueFrom, to } of places) {
    if (valueFrom > from)
      stretches.push({ from, to: valueFrom, weight: 1, kind: key === null ? 'unknown-flag' : 'flag' });
    if (to > valueFrom) stretches.push({ from: valueFrom, to, weight: 1, kind: 'flag-value' });
  }
  return withSpaces(
    stretches.toSorted((a, b) => a.from - b.from),
    text.length,
  );
}

/** Spaces that were trimmed, and what is too far out to be read, belong to nothing: they fill the gaps. */
function withSpaces(stretches: readonly Highlight[], length: number): readonly Highlight[] {
  const filled: Highlight[] = [];
  let at = 0;
  for (const stretch of stretches) {
    if (stretch.from > at) filled.push({ from: at, to: stretch.from, weight: 1, kind: 'space' });
    filled.push(stretch);
    at = stretch.to;
  }
  if (at < length) filled.push({ from: at, to: length, weight: 1, kind: 'space' });
  return filled;
}
