/** A token that stands for itself wherever it is typed, with how it is looked for (the tokenizers library's AddedToken). */
export interface AddedToken {
  readonly content: string;
  readonly id: number;
  /** White space to its left goes with it. */
  readonly lstrip: boolean;
  /** White space to its right goes with it. */
  readonly rstrip: boolean;
  /** Only where no letter, digit or underscore touches it. */
  readonly singleWord: boolean;
  /** Looked for in the text after it was normalised: in any letter case, for CLIP. */
  readonly normalized: boolean;
}

/** A stretch of text, or the id of a token that stands there. */
export type TextPart = string | number;

/**
 * Cuts a text at added tokens: of two that begin at one place the longer counts, as in the tokenizers library
 * (added_vocabulary.rs). Null when there is nothing to look for.
 */
export function tokenSplitter(tokens: readonly AddedToken[]): ((text: string) => TextPart[]) | null {
  const byContent = new Map(tokens.filter(({ content }) => content !== '').map((token) => [token.content, token]));
  if (byContent.size === 0) return null;
  const longestFirst = [...byContent.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'gu');
  return (text) => {
    const parts: TextPart[] = [];
    let done = 0;
    for (const { 0: content, index } of text.matchAll(pattern)) {
      const token = byContent.get(content)!;
      const end = index + content.length;
      if (token.singleWord && touchesWord(text, { from: index, to: end })) continue;
      const before = text.slice(done, index);
      const kept = token.lstrip ? before.replace(SPACE_AT_END, '') : before;
      if (kept !== '') parts.push(kept);
      parts.push(token.id);
      done = token.rstrip ? end + SPACE_AT_START.exec(text.slice(end))![0].length : end;
    }
    if (done < text.length) parts.push(text.slice(done));
    return parts;
  };
}

/** What a word is made of: \w of Unicode, as the tokenizers library has it. */
const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const STARTS_WITH_WORD = new RegExp(`^${WORD}`, 'u');
const ENDS_WITH_WORD = new RegExp(`${WORD}$`, 'u');
const SPACE_AT_START = /^\p{White_Space}*/u;
const SPACE_AT_END = /(?<!\p{White_Space})\p{White_Space}+$/u;

function touchesWord(text: string, { from, to }: { from: number; to: number }): boolean {
  return ENDS_WITH_WORD.test(text.slice(Math.max(from - 2, 0), from)) || STARTS_WITH_WORD.test(text.slice(to, to + 2));
}

function escaped(content: string): string {
  return content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
