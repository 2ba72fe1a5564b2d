/**
 * Text of members or of the machine, made harmless for Discord's markdown: it is shown as it is, styles nothing, links
 * nothing and mentions nobody.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|[\]<]/g, '\\$&')
    .replace(/^([ \t]*)(#{1,3}|>{1,3}|-#?|\+)(?=\s)/gm, '$1\\$2')
    .replace(/^([ \t]*\d{1,9})([.)])(?=\s)/gm, '$1\\$2')
    .replace(/@(?=everyone|here)/gi, '@\u200b')
    .replace(/:(?=\/\/)/g, '\\:');
}

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

/** A notice as the settling writes it: a plain sentence, and at times a code block, which is kept as it is. */
export function noticeMarkdown(notice: string): string {
  const block = notice.indexOf('\n```\n');
  if (block < 0) return escapeMarkdown(notice);
  return escapeMarkdown(notice.slice(0, block)) + notice.slice(block);
}
