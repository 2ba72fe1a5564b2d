import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PUBLISHED_VOCABULARY_SIZE, publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';
import {
  CLIP_SPECIAL_TOKENS,
  createTokenizer,
  type SpecialTokens,
  type Tokenizer,
  type Vocabulary,
} from '#renderer/engine/text/tokenizer.ts';
import { Failure } from '#shared/failure.ts';

/**
 * The tokenizer of a model: its own (vocab.json with merges.txt, or tokenizer.json alone, special tokens from the files
 * beside them), or the published one when the folder has none and the text encoder has that many tokens. Throws
 * `invalid` when there is none to use, when a file is damaged, or when an id is beyond the encoder's `vocabSize`.
 */
export async function readTokenizer(folder: string, vocabSize: number): Promise<Tokenizer> {
  const vocabulary = (await readVocabulary(folder)) ?? (await published(folder, vocabSize));
  const special = await readSpecialTokens(folder);
  const top = Object.values(vocabulary.ids).reduce((highest, id) => Math.max(highest, id), -1);
  if (top >= vocabSize) {
    throw unusable(`the text encoder has ${vocabSize} tokens, but the vocabulary goes up to id ${top}`);
  }
  return createTokenizer(vocabulary, special);
}

async function published(folder: string, vocabSize: number): Promise<Vocabulary> {
  if (vocabSize === PUBLISHED_VOCABULARY_SIZE) return publishedVocabulary();
  throw unusable(
    `${folder} has neither vocab.json with merges.txt nor tokenizer.json, and the published vocabulary of ` +
      `${PUBLISHED_VOCABULARY_SIZE} tokens does not fit a text encoder of ${vocabSize}. Copy the tokenizer's files there`,
  );
}

async function readVocabulary(folder: string): Promise<Vocabulary | null> {
  const ids = await readJson(folder, 'vocab.json');
  const merges = await readText(folder, 'merges.txt');
  const added = await readJson(folder, 'added_tokens.json');
  if (ids !== null && merges !== null) {
    return {
      ids: checkedIds({ ...ids, ...added }, 'vocab.json'),
      merges: checkedMerges(mergeLines(merges), 'merges.txt'),
    };
  }
  const whole = await readJson(folder, 'tokenizer.json');
  if (whole !== null) return vocabularyOf(whole);
  if (ids !== null) throw unusable(`${folder} has vocab.json, but merges.txt is missing`);
  if (merges !== null) throw unusable(`${folder} has merges.txt, but vocab.json is missing`);
  return null;
}

/** Out of a tokenizer.json, as the tokenizers library writes it: merges as lines in old files, as pairs in new ones. */
function vocabularyOf(whole: Json): Vocabulary {
  const { model, added_tokens: added } = whole;
  if (!isRecord(model) || !isRecord(model.vocab) || !Array.isArray(model.merges)) {
    throw unusable('tokenizer.json must hold a BPE model with vocab and merges');
  }
  const extra: Record<string, unknown> = {};
  for (const token of Array.isArray(added) ? added : []) {
    if (isRecord(token) && typeof token.content === 'string') extra[token.content] = token.id;
  }
  const merges = model.merges.map((merge) => (Array.isArray(merge) ? merge.join(' ') : merge));
  return {
    ids: checkedIds({ ...extra, ...model.vocab }, 'tokenizer.json'),
    merges: checkedMerges(merges, 'tokenizer.json'),
  };
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

function checkedIds(ids: Json, file: string): Vocabulary['ids'] {
  for (const [token, id] of Object.entries(ids)) {
    if (!Number.isInteger(id) || (id as number) < 0) {
      throw unusable(`${file} must give every token a whole number, given ${JSON.stringify(id)} for ${token}`);
    }
  }
  return ids as Vocabulary['ids'];
}

function checkedMerges(merges: readonly unknown[], file: string): string[] {
  return merges.map((merge) => {
    if (typeof merge === 'string' && /^\S+ \S+$/u.test(merge)) return merge;
    throw unusable(`${file} must list merges of two parts, given ${JSON.stringify(merge)}`);
  });
}

function mergeLines(text: string): string[] {
  return text.split(/\r?\n/).filter((line, i) => line !== '' && !(i === 0 && line.startsWith('#version')));
}

type Json = Readonly<Record<string, unknown>>;

async function readJson(folder: string, name: string): Promise<Json | null> {
  const text = await readText(folder, name);
  if (text === null) return null;
  const value = parse(text, name);
  if (!isRecord(value)) throw unusable(`${name} must be a JSON object`);
  return value;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', `Cannot use tokenizer: ${name} is damaged, it is not JSON`, { cause });
  }
}

/** Null when there is no such file. */
async function readText(folder: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new Failure('internal', `Cannot read ${name} of the tokenizer: ${code}`, { cause: error });
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unusable(reason: string): Failure {
  return new Failure('invalid', `Cannot use tokenizer: ${reason}`);
}
