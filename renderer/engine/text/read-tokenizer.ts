import type { AddedToken } from '#renderer/engine/text/added-tokens.ts';
import { type DeclaredToken, readDeclaredTokens } from '#renderer/engine/text/declared-tokens.ts';
import { indexMerges, type MergeTable } from '#renderer/engine/text/merge-table.ts';
import { PUBLISHED_VOCABULARY_SIZE, publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';
import { indexTokens, type TokenIndex } from '#renderer/engine/text/token-index.ts';
import {
  CLIP_SPECIAL_TOKENS,
  createTokenizer,
  type Tokenizer,
  type Vocabulary,
} from '#renderer/engine/text/tokenizer.ts';
import {
  isJsonRecord,
  type JsonRecord,
  parseTokenizerJson,
  readTokenizerJson,
  readTokenizerText,
  unusableTokenizer,
} from '#renderer/engine/text/tokenizer-files.ts';
import { message } from '#shared/text/failure.ts';

/** Which tokenizer a text encoder reads with. */
export interface TokenizerChoice {
  /** Of the model's own; null = there is none. */
  readonly folder: string | null;
  /** The token that fills windows where there is no folder; null = the end token. */
  readonly pad: string | null;
  /** Tokens that the text encoder knows. */
  readonly vocabulary: number;
}

/**
 * The tokenizer of a model: its own (vocab.json with merges.txt, or tokenizer.json alone, with the tokens that the
 * files beside them declare), or the published one when there is no folder or it has none and the text encoder has that
 * many tokens. Throws `invalid` when there is none to use, a file is damaged, or an id is beyond the encoder's.
 */
export async function readTokenizer({ folder, pad, vocabulary: size }: TokenizerChoice): Promise<Tokenizer> {
  if (folder === null) {
    const special = { ...CLIP_SPECIAL_TOKENS, ...(pad !== null && { pad }) };
    return createTokenizer((await published(null, size)).tokens, special);
  }
  const whole = await readTokenizerJson(folder, 'tokenizer.json');
  const own = (await readVocabulary(folder, whole)) ?? (await published(folder, size));
  const declared = await readDeclaredTokens(folder, whole);
  const added = withIds(declared.tokens, own);
  requireTop(own.top, size);
  const beyond = added.find(({ id }) => id >= size);
  if (beyond)
    throw unusableTokenizer(message('tokenizer.beyond', { token: beyond.content, id: beyond.id, tokens: size }));
  return createTokenizer(own.tokens, declared.special, added);
}

/** A vocabulary and its highest id. */
interface OwnVocabulary {
  readonly tokens: Vocabulary;
  readonly top: number;
}

async function published(folder: string | null, size: number): Promise<OwnVocabulary> {
  if (size === PUBLISHED_VOCABULARY_SIZE) {
    return { tokens: await publishedVocabulary(), top: PUBLISHED_VOCABULARY_SIZE - 1 };
  }
  const counts = { published: PUBLISHED_VOCABULARY_SIZE, wanted: size };
  if (folder === null) throw unusableTokenizer(message('tokenizer.none-in-file', counts));
  throw unusableTokenizer(message('tokenizer.none', { place: shortPath(folder), ...counts }));
}

async function readVocabulary(folder: string, whole: JsonRecord | null): Promise<OwnVocabulary | null> {
  const ids = await readTokenizerText(folder, 'vocab.json');
  const merges = await readTokenizerText(folder, 'merges.txt');
  if (ids !== null && merges !== null) {
    const { idOf, top } = indexTokens(ids) ?? checkedIndex(parseTokenizerJson(ids, 'vocab.json'), 'vocab.json');
    return { top, tokens: { idOf, merges: mergesIn(merges, 'merges.txt') } };
  }
  if (whole !== null) return vocabularyOf(whole);
  if (ids !== null) throw unusableTokenizer(message('tokenizer.no-merges', { folder: shortPath(folder) }));
  if (merges !== null) throw unusableTokenizer(message('tokenizer.no-vocabulary', { folder: shortPath(folder) }));
  return null;
}

/** Out of a tokenizer.json, as the tokenizers library writes it: merges as lines in old files, as pairs in new ones. */
function vocabularyOf({ model }: JsonRecord): OwnVocabulary {
  if (!isJsonRecord(model) || !isJsonRecord(model.vocab) || !Array.isArray(model.merges)) {
    throw unusableTokenizer(message('tokenizer.no-bpe'));
  }
  const { idOf, top } = checkedIndex(model.vocab, 'tokenizer.json');
  const refuse = noMerge('tokenizer.json');
  const lines = model.merges.map((merge) => {
    const line = Array.isArray(merge) ? merge.join(' ') : merge;
    return typeof line === 'string' && !/[\r\n]/.test(line) && line !== '' ? line : refuse(line);
  });
  return { top, tokens: { idOf, merges: mergesIn(lines.join('\n'), 'tokenizer.json') } };
}

function mergesIn(text: string, file: string): MergeTable {
  const merges = indexMerges(text, noMerge(file));
  if (merges === null) throw unusableTokenizer(message('tokenizer.repeats', { file }));
  return merges;
}

/** What neither the vocabulary nor a file gives an id has the next free one. */
function withIds(tokens: readonly DeclaredToken[], { tokens: { idOf }, top }: OwnVocabulary): readonly AddedToken[] {
  let last = Math.max(top, ...tokens.map(({ id }) => id ?? -1));
  return tokens.map((token) => ({ ...token, id: idOf(token.content) ?? token.id ?? ++last }));
}

function checkedIndex(ids: JsonRecord, file: string): TokenIndex {
  let top = -1;
  for (const [token, id] of Object.entries(ids)) {
    if (!Number.isInteger(id) || (id as number) < 0) {
      throw unusableTokenizer(message('tokenizer.id', { file, given: String(JSON.stringify(id)), token }));
    }
    top = Math.max(top, id as number);
  }
  return { top, idOf: (token) => (Object.hasOwn(ids, token) ? (ids[token] as number) : undefined) };
}

function requireTop(top: number, vocabSize: number): void {
  if (top < vocabSize) return;
  throw unusableTokenizer(message('tokenizer.top', { tokens: vocabSize, top }));
}

function noMerge(file: string): (merge: unknown) => never {
  return (merge) => {
    throw unusableTokenizer(message('tokenizer.merge', { file, given: String(JSON.stringify(merge)) }));
  };
}

/** The last two parts of a path: a member is not told how the disk is laid out. */
function shortPath(folder: string): string {
  return folder.split('/').slice(-2).join('/');
}
