/** What `+` and `-` multiply by (compel, prompt_parser.py). */
const MORE = 1.1;
const LESS = 0.9;

/** A bracket with what stands directly behind it, or a word with plusses or minuses at its end. */
const WEIGHTED =
  /\\.|\)(\++|-+|\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})|([\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*)(\++|-+)(?![\p{L}\p{N}+-])/gsu;

/**
 * compel's weights as A1111 writes them: `(a b)1.3`, `(a b)++`, `word--`. What is no weight stays; a backslash keeps what
 * stands behind it. Takes time in proportion to the length.
 */
export function fromCompel(text: string): string {
  return text.replace(WEIGHTED, (found: string, behind?: string, word?: string, marks?: string) => {
    if (behind !== undefined) return `:${weightOf(behind)})`;
    return word === undefined ? found : `(${word}:${weightOf(marks!)})`;
  });
}

function weightOf(marks: string): number {
  const weight = marks[0] === '+' ? MORE ** marks.length : marks[0] === '-' ? LESS ** marks.length : Number(marks);
  return Math.round(weight * 1e6) / 1e6;
}
