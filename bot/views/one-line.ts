/** What turns the direction of everything after it, which is meant for a letter and acts on a whole line. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Text on one line, read in one direction: line breaks, tabs and control characters become single spaces. */
export function oneLine(text: string): string {
  return withoutTurns(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The text without characters that embed or override the direction of writing. */
export function withoutTurns(text: string): string {
  return text.replace(TURNS, '');
}
