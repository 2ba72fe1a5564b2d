import { isWordCharacter, SPECIAL } from '#bot/prompt/characters.ts';

/** A piece of prompt text with its place (UTF-16 offsets). Tokens follow each other without a gap. */
export type Token = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'text' }
  | { readonly kind: 'escape'; readonly literal: string }
  | { readonly kind: 'open'; readonly bracket: Bracket }
  | { readonly kind: 'close'; readonly bracket: Bracket }
  /** `:1.3)`; `weight` is the number as typed. */
  | { readonly kind: 'weighted-close'; readonly weight: string }
  /** The word BREAK with the spaces around it. */
  | { readonly kind: 'break' }
);

/** Round ones stress, square ones play down. */
export type Bracket = 'round' | 'square';

/**
 * Splits prompt text into tokens, as A1111's attention grammar does (modules/prompt_parser.py, re_attention). The
 * number after a colon may also be one that A1111 takes for text (`1e9`, `nan`, `1,3`): the parser says what it does
 * with it.
 */
export function* lex(text: string): Generator<Token, void, undefined> {
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    at = token.to;
    if (token.kind === 'text') yield* splitAtBreaks(text, token);
    else yield token;
  }
}

const WEIGHTED_CLOSE = /:\s*([+-]?(?:[.\d][.,\d]*(?:e[+-]?\d+)?|nan|inf(?:inity)?))\s*\)/iy;
const PLAIN_TEXT = /[^\\()[\]:]+/y;

function tokenAt(text: string, from: number): Token {
  switch (text[from]) {
    case '\\':
      return escapeAt(text, from);
    case '(':
      return { kind: 'open', bracket: 'round', from, to: from + 1 };
    case '[':
      return { kind: 'open', bracket: 'square', from, to: from + 1 };
    case ')':
      return { kind: 'close', bracket: 'round', from, to: from + 1 };
    case ']':
      return { kind: 'close', bracket: 'square', from, to: from + 1 };
    case ':': {
      const close = matchAt(WEIGHTED_CLOSE, text, from);
      if (close === null) return { kind: 'text', from, to: from + 1 };
      return { kind: 'weighted-close', weight: close[1]!, from, to: from + close[0].length };
    }
    default:
      return { kind: 'text', from, to: from + matchAt(PLAIN_TEXT, text, from)![0].length };
  }
}

/** A backslash before a special character makes it ordinary; before any other it vanishes. */
function escapeAt(text: string, from: number): Token {
  const next = text[from + 1];
  const literal = next !== undefined && SPECIAL.includes(next) ? next : '';
  return { kind: 'escape', literal, from, to: from + 1 + literal.length };
}

function matchAt(sticky: RegExp, text: string, from: number): RegExpExecArray | null {
  sticky.lastIndex = from;
  return sticky.exec(text);
}

function* splitAtBreaks(text: string, token: Token): Generator<Token, void, undefined> {
  let from = token.from;
  for (let at = text.indexOf('BREAK', from); at >= 0 && at + 5 <= token.to; at = text.indexOf('BREAK', at + 5)) {
    const isWord =
      !(at > token.from && isWordCharacter(characterBefore(text, at))) &&
      !(at + 5 < token.to && isWordCharacter(characterAt(text, at + 5)));
    if (!isWord) continue;
    const start = spacesBefore(text, { at, limit: from });
    const end = spacesAfter(text, { at: at + 5, limit: token.to });
    if (start > from) yield { kind: 'text', from, to: start };
    yield { kind: 'break', from: start, to: end };
    from = end;
  }
  if (from < token.to) yield { kind: 'text', from, to: token.to };
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at)!);
}

function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && /[\udc00-\udfff]/.test(text[at - 1]!) && /[\ud800-\udbff]/.test(text[at - 2]!);
  return text.slice(isPair ? at - 2 : at - 1, at);
}

function spacesBefore(text: string, { at, limit }: { at: number; limit: number }): number {
  let start = at;
  while (start > limit && /\s/.test(text[start - 1]!)) start--;
  return start;
}

function spacesAfter(text: string, { at, limit }: { at: number; limit: number }): number {
  let end = at;
  while (end < limit && /\s/.test(text[end]!)) end++;
  return end;
}
