import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { WordVectors } from '#renderer/engine/text/word-vectors.ts';
import type { Chunk, Prompt, Span } from '#shared/contract/messages.ts';
import type { SpelledText } from '#shared/contract/token-count.ts';

/** Positions of a CLIP text encoder: start, text, end. */
export const WINDOW_POSITIONS = 77;

/** Tokens of prompt text that fit into one window. */
export const WINDOW_TOKENS = WINDOW_POSITIONS - 2;

/** What the text encoder reads at once. Lists have WINDOW_POSITIONS elements, one for each position. */
export interface TokenWindow {
  readonly ids: readonly number[];
  /** How much each position counts. */
  readonly weights: readonly number[];
  /** Which span of the prompt (counted through all chunks) each position is from; null for start, end and padding. */
  readonly spans: readonly (number | null)[];
  /** Positions that stand for textual inversions: their vectors, instead of what the id means. */
  readonly vectors: readonly PlacedVector[];
}

export interface PlacedVector {
  readonly position: number;
  readonly vector: Float32Array;
  /** Says which vector it is: no two vectors of an encoder have the same. */
  readonly name: string;
}

/** Chunks of a prompt at one step. */
export interface ChunkedText {
  readonly chunks: readonly Chunk[];
}

/**
 * Cuts a text into windows, at least one. A BREAK (the end of a chunk) starts a new window; a long text goes on in the
 * next one, from behind a comma when there is one among the last 20 tokens, as in A1111 (modules/sd_hijack_clip.py).
 * The vectors of a textual inversion stay together.
 */
export function windowsOf(text: ChunkedText, tokenizer: Tokenizer, words: WordVectors | null = null): TokenWindow[] {
  return groupsOf(text, tokenizer, words).map((tokens) => framed(tokens, tokenizer));
}

/**
 * How many tokens of prompt text each window holds; textual inversions count as they are spelt. Of a prompt that
 * changes, or has several subjects, the fullest of each window.
 */
export function tokensPerWindow(prompt: Prompt, tokenizer: Tokenizer): number[] {
  const counts = textsIn(prompt).map((text) => groupsOf(text, tokenizer, null).map((tokens) => tokens.length));
  const windows = Math.max(...counts.map(({ length }) => length));
  return Array.from({ length: windows }, (_, i) => Math.max(...counts.map((own) => own[i] ?? 0)));
}

/** The tokens of each text of a prompt, window by window as they are counted. */
export function spellWindows(prompt: Prompt, tokenizer: Tokenizer): SpelledText[] {
  const read = ({ text, weight }: Span) => tokenizer.spell(text).map((token) => ({ ...token, weight }));
  return textsIn(prompt).map((text) => ({
    windows: windowed(text, tokenizer, read).map((tokens) => ({
      tokens: tokens.map(({ text, weight, endsWord }) => ({ text, weight, endsWord })),
    })),
  }));
}

/** Every text that a prompt becomes: of each subject each variant. */
function textsIn({ chunks, subjects = [] }: Prompt): readonly ChunkedText[] {
  return subjects.length > 0 ? subjects.flatMap(({ variants }) => variants) : [{ chunks }];
}

function groupsOf(text: ChunkedText, tokenizer: Tokenizer, words: WordVectors | null): Token[][] {
  let span = 0;
  return windowed(text, tokenizer, ({ text, weight }) =>
    tokensOf(tokenizer.encode(text), { weight, span: span++ }, words),
  );
}

/** What a window is cut by. */
type Cuttable = Pick<Token, 'id' | 'vector' | 'isGlued'>;

function windowed<Read extends Cuttable>(
  { chunks }: ChunkedText,
  tokenizer: Tokenizer,
  read: (span: Span) => readonly Read[],
): Read[][] {
  const groups = chunks.flatMap(({ spans }, i) => {
    const tokens = spans.flatMap(read);
    const isLast = i === chunks.length - 1;
    return tokens.length === 0 && isLast ? [] : cut(tokens, tokenizer);
  });
  return groups.length > 0 ? groups : [[]];
}

interface Token {
  readonly id: number;
  readonly weight: number;
  readonly span: number;
  /** Of a textual inversion. */
  readonly vector?: Omit<PlacedVector, 'position'>;
  /** Whether it belongs to the word of the token before. */
  readonly isGlued?: boolean;
}

/** The tokens of a span, with textual inversions in place of their words. */
function tokensOf(
  ids: readonly number[],
  place: { readonly weight: number; readonly span: number },
  words: WordVectors | null,
): Token[] {
  if (words === null) return ids.map((id) => ({ ...place, id }));
  const tokens: Token[] = [];
  for (let at = 0; at < ids.length; ) {
    const word = words.find(ids, at);
    if (word === null) {
      tokens.push({ ...place, id: ids[at]! });
      at += 1;
      continue;
    }
    for (const [i, vector] of word.vectors.entries()) {
      tokens.push({ ...place, id: REPLACED, vector: { vector, name: `${word.name} ${i}` }, isGlued: i > 0 });
    }
    at += word.ids.length;
  }
  return tokens;
}

/** Stands where a vector is put; which id it is makes no difference but for the end token. */
const REPLACED = 0;

/** How far back a comma may be for the cut to be moved there. */
const COMMA_REACH = 20;

/** At least one group, each at most WINDOW_TOKENS long. */
function cut<Read extends Cuttable>(tokens: readonly Read[], { comma }: Tokenizer): Read[][] {
  const groups: Read[][] = [];
  let rest = tokens;
  while (rest.length > WINDOW_TOKENS) {
    const end = rest[WINDOW_TOKENS]!.id === comma ? WINDOW_TOKENS : cutPosition(rest, comma);
    groups.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  groups.push([...rest]);
  return groups;
}

/** Behind the last comma of the window, if it is near enough; otherwise the window is filled with whole words. */
function cutPosition(tokens: readonly Cuttable[], comma: number | null): number {
  const last = tokens.slice(0, WINDOW_TOKENS).findLastIndex(({ id, vector }) => id === comma && !vector);
  if (last !== -1 && WINDOW_TOKENS - last <= COMMA_REACH) return last + 1;
  const start = tokens.slice(0, WINDOW_TOKENS + 1).findLastIndex(({ isGlued }) => !isGlued);
  return start > 0 ? start : WINDOW_TOKENS;
}

/** Start, tokens, end, padding; only prompt text has a weight other than 1. */
function framed(tokens: readonly Token[], { bos, eos, pad }: Tokenizer): TokenWindow {
  const padding = Array.from({ length: WINDOW_TOKENS - tokens.length });
  return {
    ids: [bos, ...tokens.map(({ id }) => id), eos, ...padding.map(() => pad)],
    weights: [1, ...tokens.map(({ weight }) => weight), 1, ...padding.map(() => 1)],
    spans: [null, ...tokens.map(({ span }) => span), null, ...padding.map(() => null)],
    vectors: tokens.flatMap(({ vector }, i) => (vector ? [{ ...vector, position: i + 1 }] : [])),
  };
}
