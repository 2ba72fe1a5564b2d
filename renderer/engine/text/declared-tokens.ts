import type { AddedToken } from '#renderer/engine/text/added-tokens.ts';
import { CLIP_SPECIAL_TOKENS, type SpecialTokens } from '#renderer/engine/text/tokenizer.ts';
import {
  isJsonRecord,
  type JsonRecord,
  readTokenizerJson,
  unusableTokenizer,
} from '#renderer/engine/text/tokenizer-files.ts';
import { message } from '#shared/text/failure.ts';

/** A token as files name it. Null = they say no id, or it is in the vocabulary, whose id counts. */
export interface DeclaredToken extends Omit<AddedToken, 'id'> {
  readonly id: number | null;
}

/** What the files around a vocabulary declare. */
export interface DeclaredTokens {
  readonly special: SpecialTokens;
  /** Added and special ones, each content once, in the order in which those without an id get theirs. */
  readonly tokens: readonly DeclaredToken[];
}

/** Real ones have some dozens, of words that were trained. */
const TOKENS_MAX = 10_000;
const CHARS_MAX = 1_000;

/**
 * Reads what tokenizer.json (given as `whole`), tokenizer_config.json, special_tokens_map.json and added_tokens.json of
 * a folder declare, with the precedence that transformers has: a configuration that lists added tokens with their ids
 * makes the last two silent. Throws `invalid` for a damaged file or a token that is none.
 */
export async function readDeclaredTokens(folder: string, whole: JsonRecord | null): Promise<DeclaredTokens> {
  const config = (await readTokenizerJson(folder, CONFIG)) ?? {};
  const map = (await readTokenizerJson(folder, MAP)) ?? {};
  const ids = (await readTokenizerJson(folder, ADDED)) ?? {};
  const decoder = config.added_tokens_decoder;
  const isModern = isJsonRecord(decoder);
  const named = { ...namedIn(config, CONFIG), ...(isModern ? {} : namedIn(map, MAP)) };
  return {
    special: {
      bos: named.bos_token?.content || CLIP_SPECIAL_TOKENS.bos,
      eos: named.eos_token?.content || CLIP_SPECIAL_TOKENS.eos,
      pad: named.pad_token?.content || CLIP_SPECIAL_TOKENS.pad,
      unknown: named.unk_token?.content || CLIP_SPECIAL_TOKENS.unknown,
    },
    tokens: eachOnce({
      added: [...(isModern ? decoded(decoder) : []), ...listed(whole?.added_tokens, 'tokenizer.json'), ...withIds(ids)],
      special: [...inOrder(named), ...extraIn(config, CONFIG), ...(isModern ? [] : extraIn(map, MAP))],
    }),
  };
}

const CONFIG = 'tokenizer_config.json';
const MAP = 'special_tokens_map.json';
const ADDED = 'added_tokens.json';

/** As transformers goes through them, with what is there where nothing is said; those of other names follow. */
const NAMES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];
const UNSAID: Readonly<Record<string, string>> = {
  bos_token: CLIP_SPECIAL_TOKENS.bos,
  eos_token: CLIP_SPECIAL_TOKENS.eos,
  unk_token: CLIP_SPECIAL_TOKENS.unknown,
  pad_token: CLIP_SPECIAL_TOKENS.pad,
};

/** Each once: the same one under a second name does not come after what stands between. */
function inOrder(named: Readonly<Record<string, DeclaredToken>>): DeclaredToken[] {
  const others = Object.keys(named).filter((name) => !NAMES.includes(name));
  const all = [...NAMES, ...others].flatMap((name) => {
    const unsaid = UNSAID[name];
    return named[name] ?? (unsaid === undefined ? [] : tokenOf(unsaid, { file: CONFIG, special: true }));
  });
  return [...new Map(all.map((token) => [JSON.stringify(token), token])).values()];
}

/** Special tokens by their names, which end in `_token`. */
function namedIn(file: JsonRecord, name: string): Readonly<Record<string, DeclaredToken>> {
  const named: Record<string, DeclaredToken> = {};
  for (const [key, value] of Object.entries(file)) {
    if (!key.endsWith('_token') || (typeof value !== 'string' && !isJsonRecord(value))) continue;
    named[key] = tokenOf(value, { file: name, special: true });
  }
  return named;
}

/** A list of texts or objects, or an object of them by names of its own. */
function extraIn(file: JsonRecord, name: string): DeclaredToken[] {
  return [file.additional_special_tokens, file.extra_special_tokens].flatMap((extra) => {
    const values = isJsonRecord(extra) ? Object.values(extra) : Array.isArray(extra) ? extra : [];
    return values.map((value) => tokenOf(value, { file: name, special: true }));
  });
}

function decoded(decoder: JsonRecord): DeclaredToken[] {
  return Object.entries(decoder).map(([id, token]) => ({
    ...tokenOf(token, { file: CONFIG, special: false }),
    id: idOf(/^\d{1,9}$/.test(id) ? Number(id) : id, { file: CONFIG, token: contentOf(token) ?? '' }),
  }));
}

function listed(tokens: unknown, file: string): DeclaredToken[] {
  if (!Array.isArray(tokens)) return [];
  return tokens.map((token) => ({
    ...tokenOf(token, { file, special: false }),
    id: idOf(token?.id, { file, token: contentOf(token) ?? '' }),
  }));
}

function withIds(ids: JsonRecord): DeclaredToken[] {
  return Object.entries(ids).map(([content, id]) => ({
    ...tokenOf(content, { file: ADDED, special: false }),
    id: idOf(id, { file: ADDED, token: content }),
  }));
}

/** Whether a token is looked for before or after normalising follows, if nothing is said, from its being special. */
function tokenOf(value: unknown, { file, special }: { file: string; special: boolean }): DeclaredToken {
  const content = contentOf(value);
  if (content === null || content.length > CHARS_MAX) {
    throw unusableTokenizer(message('tokenizer.token', { file, chars: CHARS_MAX }));
  }
  const flags: JsonRecord = isJsonRecord(value) ? value : {};
  const isSpecial = special || flags.special === true;
  return {
    content,
    id: null,
    lstrip: flags.lstrip === true,
    rstrip: flags.rstrip === true,
    singleWord: flags.single_word === true,
    normalized: typeof flags.normalized === 'boolean' ? flags.normalized : !isSpecial,
  };
}

function contentOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isJsonRecord(value) && typeof value.content === 'string' ? value.content : null;
}

function idOf(id: unknown, { file, token }: { file: string; token: string }): number {
  if (Number.isInteger(id) && (id as number) >= 0) return id as number;
  throw unusableTokenizer(message('tokenizer.id', { file, given: String(JSON.stringify(id)), token }));
}

/** How a token is looked for is said by the first of those added, else by the last of the special ones. */
function eachOnce({ added, special }: Record<'added' | 'special', readonly DeclaredToken[]>): readonly DeclaredToken[] {
  const tokens = new Map([...special, ...added.toReversed()].map((token) => [token.content, token]));
  tokens.delete('');
  if (tokens.size > TOKENS_MAX) {
    throw unusableTokenizer(message('tokenizer.tokens', { limit: TOKENS_MAX, given: tokens.size }));
  }
  return [...tokens.values()];
}
