/** The text within `charsMax` UTF-16 units, as Discord counts; what is cut off shows as one ellipsis. */
export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const head = text.slice(0, charsMax - 1);
  // Half of a pair of surrogates is no character.
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`;
}

/** Whole paragraphs as far as they fit, for half a code block spoils the message; then how many are left out. */
export function fitParagraphs(paragraphs: readonly string[], charsMax: number): string[] {
  const kept: string[] = [];
  let room = charsMax - '\n-# … and 99999 more'.length;
  for (const paragraph of paragraphs.filter((each) => each.trim() !== '')) {
    if (paragraph.length + 1 > room) break;
    kept.push(paragraph);
    room -= paragraph.length + 1;
  }
  const left = paragraphs.filter((each) => each.trim() !== '').length - kept.length;
  return left === 0 ? kept : [...kept, `-# … and ${left} more`];
}
