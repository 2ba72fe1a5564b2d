const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What is looked at before the place of a cut: more than the longest emoji, so that none is taken apart. */
const REACH = 128;

/** A character with more marks on it than this may lose some. UTF-16 units; a family of emoji has 35 at most. */
const GRAPHEME_MAX = 64;

/**
 * The text within `unitsMax` UTF-16 units, as Discord counts; what is cut off shows as one ellipsis. What a reader takes
 * for one character is never cut in two, and half a surrogate pair becomes U+FFFD.
 */
export function cut(text: string, unitsMax: number): string {
  return text.length <= unitsMax ? text.toWellFormed() : `${beginning(text, unitsMax - 1).trimEnd()}…`;
}

/** The same without an ellipsis, for what is read by programs too. */
export function beginning(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text.toWellFormed();
  const from = Math.max(0, unitsMax - REACH);
  for (const { segment, index } of segmenter.segment(text.slice(from, unitsMax + REACH))) {
    const end = from + index + segment.length;
    if (end < unitsMax) continue;
    const isWhole = end === unitsMax || segment.length <= GRAPHEME_MAX;
    return text.slice(0, end === unitsMax ? end : isWhole ? from + index : withinMarks(text, unitsMax)).toWellFormed();
  }
  return '';
}

/** The end of as many of a letter's marks as there is room for. */
function withinMarks(text: string, unitsMax: number): number {
  const isPair = /[\uD800-\uDBFF]/.test(text[unitsMax - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[unitsMax] ?? '');
  return isPair ? unitsMax - 1 : unitsMax;
}
