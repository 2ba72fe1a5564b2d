/** Text on one line: line breaks, tabs and control characters become single spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `unitsMax` UTF-16 units; a longer text ends in an ellipsis, and no visible character is cut in two. */
export function truncate(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  let kept = 0;
  for (const { segment, index } of segmenter.segment(text.slice(0, unitsMax + 64))) {
    if (index + segment.length > unitsMax - 1) break;
    kept = index + segment.length;
  }
  return `${text.slice(0, kept).trimEnd()}…`;
}
