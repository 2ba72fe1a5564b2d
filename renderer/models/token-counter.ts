import { spellWindows, tokensPerWindow } from '#renderer/engine/text/chunks.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { TokenCount } from '#shared/contract/token-count.ts';

/**
 * Counts a prompt's tokens with a model's own tokenizer, window by window as the text encoder will read it, and says
 * which they are where that is wanted.
 */
export type CountTokens = (
  model: CatalogModel,
  prompt: Prompt,
  wish: { readonly spell: boolean },
) => Promise<TokenCount>;

/** Tokenizers kept; they take some megabytes each. */
const KEPT_MAX = 8;

/** Reads each tokenizer once, here in the service's process: counting needs no engine. */
export function createTokenCounter(): CountTokens {
  const tokenizers = new Map<string, Promise<Tokenizer>>();

  function tokenizerOf({ tokenizer }: CatalogModel): Promise<Tokenizer> {
    const key = JSON.stringify(tokenizer);
    const known = tokenizers.get(key);
    if (known) return known;
    const [oldest] = tokenizers.keys();
    if (tokenizers.size >= KEPT_MAX && oldest !== undefined) tokenizers.delete(oldest);
    const reading = readTokenizer(tokenizer);
    tokenizers.set(key, reading);
    reading.catch(() => tokenizers.delete(key));
    return reading;
  }

  return async (model, prompt, { spell }) => {
    const tokenizer = await tokenizerOf(model);
    return { windows: tokensPerWindow(prompt, tokenizer), texts: spell ? spellWindows(prompt, tokenizer) : [] };
  };
}
