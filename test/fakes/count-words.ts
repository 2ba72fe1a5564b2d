import type { Chunk } from '#shared/contract/messages.ts';
import type { CountTokensRequest, SpelledToken, TokenCount } from '#shared/contract/token-count.ts';

/** What a renderer would count of a prompt if each word was a token and no window ever full. */
export function countWordsOf({ prompt, spell = false }: CountTokensRequest): TokenCount {
  const { chunks = [], subjects = [] } = prompt ?? {};
  const texts = subjects.length > 0 ? subjects.flatMap(({ variants }) => variants) : [{ chunks }];
  const spelled = texts.map((text) => ({ windows: text.chunks.map(wordsIn) }));
  return { windows: spelled[0]!.windows.map(({ tokens }) => tokens.length), texts: spell ? spelled : [] };
}

function wordsIn({ spans }: Chunk): { readonly tokens: readonly SpelledToken[] } {
  const words = spans.flatMap(({ text, weight }) => text.split(/\s+/).map((word) => ({ text: word, weight })));
  return { tokens: words.filter(({ text }) => text !== '').map((word) => ({ ...word, endsWord: true })) };
}
