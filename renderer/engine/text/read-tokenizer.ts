import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexMerges } from '#renderer/engine/text/merge-table.ts';
import { PUBLISHED_VOCABULARY_SIZE, publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';
import { indexTokens, type TokenIndex } from '#renderer/engine/text/token-index.ts';
import {
  CLIP_SPECIAL_TOKENS,
  createTokenizer,
  type SpecialTokens,
  type Tokenizer,
  type Vocabulary,
} from '#renderer/engine/text/tokenizer.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/**
 * The tokenizer of a model: its own (vocab.json with merges.txt, or tokenizer.json alone, special tokens from the files
 * beside them), or the published one when there is no folder or it has none and the text encoder has that many tokens.
 * Throws `invalid` when there is none to use, a file is damaged, or an id is beyond the encoder's `vocabSize`.
 */
export async function readTokenizer(folder: string | null, vocabSize: number): Promise<Tokenizer> {
  const own = folder === null ? null : await readVocabulary(folder, vocabSize);
  const vocabulary = own ?? (await published(folder, vocabSize));
  const special = folder === null ? CLIP_SPECIAL_TOKENS : await readSpecialTokens(folder);
  return createTokenizer(vocabulary, special);
}

async function published(folder: string | null, vocabSize: number): Promise<Vocabulary> {
  if (vocabSize === PUBLISHED_VOCABULARY_SIZE) return publishedVocabulary();
  const place = folder === null ? message('tokenizer.the-model') : shortPath(folder);
  throw unusable(message('tokenizer.none', { place, published: PUBLISHED_VOCABULARY_SIZE, wanted: vocabSize }));
}

async function readVocabulary(folder: string, vocabSize: number): Promise<Vocabulary | null> {
  const ids = await readText(folder, 'vocab.json');
  const merges = await readText(folder, 'merges.txt');
  if (ids !== null && merges !== null) {
    const own = indexTokens(ids) ?? checkedIndex(parseObject(ids, 'vocab.json'), 'vocab.json');
    const added = checkedIndex((await readJson(folder, 'added_tokens.json')) ?? {}, 'added_tokens.json');
    requireTop(Math.max(own.top, added.top), vocabSize);
    const idOf = (token: string) => added.idOf(token) ?? own.idOf(token);
    return { idOf, merges: indexMerges(merges, noMerge('merges.txt')) };
  }
  const whole = await readJson(folder, 'tokenizer.json');
  if (whole !== null) return vocabularyOf(whole, vocabSize);
  if (ids !== null) throw unusable(message('tokenizer.no-merges', { folder: shortPath(folder) }));
  if (merges !== null) throw unusable(message('tokenizer.no-vocabulary', { folder: shortPath(folder) }));
  return null;
}

/** Out of a tokenizer.json, as the tokenizers library writes it: merges as lines in old files, as pairs in new ones. */
function vocabularyOf(whole: Json, vocabSize: number): Vocabulary {
  const { model, added_tokens: added } = whole;
  if (!isRecord(model) || !isRecord(model.vocab) || !Array.isArray(model.merges)) {
    throw unusable(message('tokenizer.no-bpe'));
  }
  const extra: Record<string, unknown> = {};
  for (const token of Array.isArray(added) ? added : []) {
    if (isRecord(token) && typeof token.content === 'string') extra[token.content] = token.id;
  }
  const own = checkedIndex({ ...extra, ...model.vocab }, 'tokenizer.json');
  requireTop(own.top, vocabSize);
  const refuse = noMerge('tokenizer.json');
  const lines = model.merges.map((merge) => {
    const line = Array.isArray(merge) ? merge.join(' ') : merge;
    return typeof line === 'string' && !/[\r\n]/.test(line) && line !== '' ? line : refuse(line);
  });
  return { idOf: own.idOf, merges: indexMerges(lines.join('\n'), refuse) };
}

/** Later files win over earlier ones; what none names is as CLIP published it. */
async function readSpecialTokens(folder: string): Promise<SpecialTokens> {
  const config = (await readJson(folder, 'tokenizer_config.json')) ?? {};
  const map = (await readJson(folder, 'special_tokens_map.json')) ?? {};
  const named = (key: string) => tokenText(map[key]) ?? tokenText(config[key]);
  return {
    bos: named('bos_token') ?? CLIP_SPECIAL_TOKENS.bos,
    eos: named('eos_token') ?? CLIP_SPECIAL_TOKENS.eos,
    pad: named('pad_token') ?? CLIP_SPECIAL_TOKENS.pad,
    unknown: named('unk_token') ?? CLIP_SPECIAL_TOKENS.unknown,
  };
}

/** A special token is a string or an object that says how it strips spaces. */
function tokenText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isRecord(value) && typeof value.content === 'string' ? value.content : null;
}

function checkedIndex(ids: Json, file: string): TokenIndex {
  let top = -1;
  for (const [token, id] of Object.entries(ids)) {
    if (!Number.isInteger(id) || (id as number) < 0) {
      throw unusable(message('tokenizer.id', { file, given: String(JSON.stringify(id)), token }));
    }
    top = Math.max(top, id as number);
  }
  return { top, idOf: (token) => (Object.hasOwn(ids, token) ? (ids[token] as number) : undefined) };
}

function requireTop(top: number, vocabSize: number): void {
  if (top < vocabSize) return;
  throw unusable(message('tokenizer.top', { tokens: vocabSize, top }));
}

function noMerge(file: string): (merge: unknown) => never {
  return (merge) => {
    throw unusable(message('tokenizer.merge', { file, given: String(JSON.stringify(merge)) }));
  };
}

type Json = Readonly<Record<string, unknown>>;

async function readJson(folder: string, name: string): Promise<Json | null> {
  const text = await readText(folder, name);
  return text === null ? null : parseObject(text, name);
}

function parseObject(text: string, name: string): Json {
  const value = parse(text, name);
  if (!isRecord(value)) throw unusable(message('tokenizer.no-object', { file: name }));
  return value;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(message('tokenizer.no-json', { file: name }), cause);
  }
}

/** Null when there is no such file. */
async function readText(folder: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw failure('internal', 'tokenizer.unreadable', { file: name, problem: String(code) }, { cause: error });
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The last two parts of a path: a member is not told how the disk is laid out. */
function shortPath(folder: string): string {
  return folder.split('/').slice(-2).join('/');
}

function unusable(reason: Message, cause?: unknown): Failure {
  return failure('invalid', 'tokenizer.unusable', { reason }, cause === undefined ? {} : { cause });
}
