/** Characters that mean something in a prompt, wherever they stand; a backslash before one takes its meaning away. */
export const SPECIAL = '\\()[]';

/** True where a flag may begin: at the start, after a space, a bracket, a comma or a semicolon. */
export function isFlagBoundary(before: string | undefined): boolean {
  return before === undefined || /[\s()[\],;]/.test(before);
}

/** True for a letter, digit or underscore of any script. */
export function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader takes for one character each (an emoji with its skin tone is one), with its UTF-16 offset. */
export function* graphemes(text: string): Generator<{ readonly text: string; readonly from: number }, void, undefined> {
  for (const { segment, index } of segmenter.segment(text)) yield { text: segment, from: index };
}

/** Columns that a grapheme takes in a monospaced line: 0, 1 or 2 (East Asian wide characters and emoji). */
export function columnsOf(grapheme: string): number {
  if (/^[\p{M}\p{Cf}]+$/u.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Hangul, kana, Han and their full-width forms (Unicode's East Asian Width W and F, in coarse blocks), and emoji. */
const WIDE = new RegExp(
  [
    '^[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u4dbf\\u4e00-\\ua4cf\\uac00-\\ud7a3]',
    '^[\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}]',
    '\\p{Emoji_Presentation}',
    '\\p{Emoji}\\ufe0f',
  ].join('|'),
  'u',
);
