import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { Prompt } from '#shared/rpc/messages.ts';

/** Positions of a CLIP text encoder: start, text, end. */
export const WINDOW_POSITIONS = 77;

/** Tokens of prompt text that fit into one window. */
export const WINDOW_TOKENS = WINDOW_POSITIONS - 2;

/** What the text encoder reads at once, and how much each position counts. Both have WINDOW_POSITIONS elements. */
export interface TokenWindow {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Cuts a prompt into windows, at least one. A BREAK (the end of a chunk) starts a new window; a long text goes on in
 * the next one, from behind a comma when there is one among the last 20 tokens, as in A1111
 * (modules/sd_hijack_clip.py).
 */
export function windowsOf(prompt: Prompt, tokenizer: Tokenizer): TokenWindow[] {
  return groupsOf(prompt, tokenizer).map((tokens) => framed(tokens, tokenizer));
}

/** How many tokens of prompt text each of these windows holds. */
export function tokensPerWindow(prompt: Prompt, tokenizer: Tokenizer): number[] {
  return groupsOf(prompt, tokenizer).map((tokens) => tokens.length);
}

function groupsOf(prompt: Prompt, tokenizer: Tokenizer): Token[][] {
  const groups = prompt.chunks.flatMap((chunk, i) => {
    const tokens = chunk.spans.flatMap(({ text, weight }) => tokenizer.encode(text).map((id) => ({ id, weight })));
    const isLast = i === prompt.chunks.length - 1;
    return tokens.length === 0 && isLast ? [] : cut(tokens, tokenizer);
  });
  return groups.length > 0 ? groups : [[]];
}

interface Token {
  readonly id: number;
  readonly weight: number;
}

/** How far back a comma may be for the cut to be moved there. */
const COMMA_REACH = 20;

/** At least one group, each at most WINDOW_TOKENS long. */
function cut(tokens: readonly Token[], { comma }: Tokenizer): Token[][] {
  const groups: Token[][] = [];
  let rest = tokens;
  while (rest.length > WINDOW_TOKENS) {
    const end = rest[WINDOW_TOKENS]!.id === comma ? WINDOW_TOKENS : cutPosition(rest, comma);
    groups.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  groups.push([...rest]);
  return groups;
}

/** Behind the last comma of the window, if it is near enough; otherwise the window is filled. */
function cutPosition(tokens: readonly Token[], comma: number | null): number {
  const last = tokens.slice(0, WINDOW_TOKENS).findLastIndex(({ id }) => id === comma);
  return last !== -1 && WINDOW_TOKENS - last <= COMMA_REACH ? last + 1 : WINDOW_TOKENS;
}

/** Start, tokens, end, padding; only prompt text has a weight other than 1. */
function framed(tokens: readonly Token[], { bos, eos, pad }: Tokenizer): TokenWindow {
  const padding = Array.from({ length: WINDOW_TOKENS - tokens.length }, () => 1);
  return {
    ids: [bos, ...tokens.map(({ id }) => id), eos, ...padding.map(() => pad)],
    weights: [1, ...tokens.map(({ weight }) => weight), 1, ...padding],
  };
}
