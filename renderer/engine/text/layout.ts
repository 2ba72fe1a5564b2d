import { type TokenWindow, windowsOf } from '#renderer/engine/text/chunks.ts';
import type { PromptVariant } from '#renderer/engine/text/prompt-subjects.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { WordVectors } from '#renderer/engine/text/word-vectors.ts';

/** What one encoder makes tokens of text with. */
export interface EncoderText {
  readonly tokenizer: Tokenizer;
  readonly words: WordVectors | null;
}

/** The windows, one for each encoder, whose hidden states stand side by side. */
export type WindowRow = readonly TokenWindow[];

/**
 * Cuts variants into windows and fills all to the same number of rows: a variant repeats its rows where that comes out
 * even, and goes on with windows of the empty prompt otherwise. Encoders that need fewer windows for a variant than
 * another read empty ones.
 */
export function layOut(
  variants: readonly PromptVariant[],
  texts: readonly EncoderText[],
): ReadonlyMap<PromptVariant, readonly WindowRow[]> {
  const empty = texts.map(({ tokenizer }) => emptyWindow(tokenizer));
  const cut = variants.map((variant) => {
    const windows = texts.map(({ tokenizer, words }, i) => windowsOf({ chunks: variant[i]! }, tokenizer, words));
    const count = Math.max(...windows.map(({ length }) => length));
    return Array.from({ length: count }, (_, at): WindowRow => windows.map((own, i) => own[at] ?? empty[i]!));
  });
  const count = Math.max(...cut.map(({ length }) => length));
  return new Map(variants.map((variant, i) => [variant, filled(cut[i]!, { count, empty })]));
}

/** What an encoder reads when there is no text. */
export function emptyWindow(tokenizer: Tokenizer): TokenWindow {
  return windowsOf({ chunks: [] }, tokenizer)[0]!;
}

function filled(
  rows: readonly WindowRow[],
  { count, empty }: { count: number; empty: WindowRow },
): readonly WindowRow[] {
  const even = count % rows.length === 0;
  return Array.from({ length: count }, (_, i) => (even ? rows[i % rows.length] : rows[i]) ?? empty);
}
