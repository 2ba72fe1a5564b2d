import type { EmbeddingTable } from '#renderer/engine/adapters/embeddings.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';

/** The textual inversions of one encoder. */
export interface WordVectors {
  /** The longest word that stands at this place of a text's tokens, or null. */
  find(ids: readonly number[], at: number): WordVector | null;
}

export interface WordVector {
  readonly name: string;
  /** Tokens that the word takes when it is spelt out; at least one. */
  readonly ids: readonly number[];
  /** What stands for it: one or more vectors of the encoder's width. */
  readonly vectors: readonly Float32Array[];
}

/** Words of a table are turned into tokens once. */
const prepared = new WeakMap<EmbeddingTable, Map<number, WordVectors>>();

/**
 * Finds textual inversions among tokens, as A1111 does (modules/textual_inversion, find_embedding_at_position): so a
 * word is found in any letter case, also inside a longer text without spaces that gives the same tokens. `index` is the
 * encoder's place; null when there are no words.
 */
export function wordVectors(table: EmbeddingTable | null, tokenizer: Tokenizer, index: number): WordVectors | null {
  if (table === null || table.words.size === 0) return null;
  const known = prepared.get(table) ?? new Map<number, WordVectors>();
  prepared.set(table, known);
  const words = known.get(index) ?? prepare(table, tokenizer, index);
  known.set(index, words);
  return words;
}

function prepare(table: EmbeddingTable, tokenizer: Tokenizer, index: number): WordVectors {
  const byFirst = new Map<number, WordVector[]>();
  for (const [name, perEncoder] of table.words) {
    const [ids, vectors] = [tokenizer.encode(name), perEncoder[index] ?? []];
    // An inversion may have been trained for one of two encoders: the other reads the word.
    if (ids.length === 0 || vectors.length === 0) continue;
    byFirst.set(ids[0]!, [...(byFirst.get(ids[0]!) ?? []), { name, ids, vectors }]);
  }
  for (const words of byFirst.values()) words.sort((a, b) => b.ids.length - a.ids.length);
  return {
    find: (ids, at) => {
      const words = byFirst.get(ids[at]!) ?? [];
      return words.find((word) => word.ids.every((id, i) => ids[at + i] === id)) ?? null;
    },
  };
}
