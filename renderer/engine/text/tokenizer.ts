import { type AddedToken, type TextPart, tokenSplitter } from '#renderer/engine/text/added-tokens.ts';
import { BYTE_LETTERS } from '#renderer/engine/text/byte-letters.ts';
import type { MergeTable } from '#renderer/engine/text/merge-table.ts';
import { failure, message } from '#shared/text/failure.ts';

/** CLIP's byte-pair encoding (openai/CLIP, simple_tokenizer.py) over one vocabulary. */
export interface Tokenizer {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  /** The comma at the end of a word; null when the vocabulary has none. */
  readonly comma: number | null;
  /** Token ids without start, end and padding; equal to those of transformers' CLIPTokenizer. */
  encode(text: string): readonly number[];
  /** The same tokens with the letters that each stands for. */
  spell(text: string): readonly SpeltToken[];
}

/** A token as its text has it, in lower case; U+FFFD for bytes that are no whole character. */
export interface SpeltToken {
  readonly id: number;
  readonly text: string;
  readonly endsWord: boolean;
}

export interface Vocabulary {
  idOf(token: string): number | undefined;
  readonly merges: MergeTable;
}

/** The texts of the special tokens; each is in the vocabulary. */
export interface SpecialTokens {
  readonly bos: string;
  readonly eos: string;
  readonly pad: string;
  readonly unknown: string;
}

/** What every published CLIP tokenizer uses, but for the padding of some second encoders. */
export const CLIP_SPECIAL_TOKENS: SpecialTokens = {
  bos: '<|startoftext|>',
  eos: '<|endoftext|>',
  pad: '<|endoftext|>',
  unknown: '<|endoftext|>',
};

/**
 * Special and added tokens stand for themselves wherever they are typed; what is between them is split into words.
 * Special ones that are not among `added` are looked for exactly as they are. Throws `invalid` when one has no id.
 */
export function createTokenizer(
  vocabulary: Vocabulary,
  special: SpecialTokens = CLIP_SPECIAL_TOKENS,
  added: readonly AddedToken[] = [],
): Tokenizer {
  const known = new Map(added.map((token) => [token.content, token]));
  const tokenOf = (content: string) => known.get(content) ?? plainToken(content, vocabulary);
  const [bos, eos, pad, unknown] = [special.bos, special.eos, special.pad, special.unknown].map(tokenOf) as Four;
  const tokens = [...added, bos, eos, pad, unknown];
  const splitTyped = tokenSplitter(tokens.filter(({ normalized }) => !normalized)) ?? whole;
  const inNormalised = tokens.filter(({ normalized }) => normalized);
  const splitNormalised =
    tokenSplitter(inNormalised.map((token) => ({ ...token, content: normalise(token.content) }))) ?? whole;
  const wordIds = wordEncoder(vocabulary, unknown.id);
  const contents = new Map(tokens.map(({ id, content }) => [id, content]));
  const read = <Read>(text: string, { word, whole }: PartReaders<Read>): Read[] =>
    splitTyped(text)
      .flatMap((part) => (typeof part === 'number' ? [part] : splitNormalised(normalise(part))))
      .flatMap((part) => (typeof part === 'number' ? whole(part) : wordsOf(part).flatMap(word)));
  return {
    bos: bos.id,
    eos: eos.id,
    pad: pad.id,
    comma: vocabulary.idOf(',</w>') ?? null,
    encode: (text) => read(text, { word: wordIds, whole: (id) => [id] }),
    spell: (text) =>
      read(text, {
        word: (word) => spelt(word, vocabulary, unknown.id),
        whole: (id) => [{ id, text: contents.get(id) ?? '', endsWord: true }],
      }),
  };
}

/** How the parts of a text become tokens: its words, and the tokens that stand in it as a whole. */
interface PartReaders<Read> {
  word(word: string): readonly Read[];
  whole(id: number): readonly Read[];
}

type Four = [AddedToken, AddedToken, AddedToken, AddedToken];

function plainToken(content: string, vocabulary: Vocabulary): AddedToken {
  const id = vocabulary.idOf(content) ?? missing(content);
  return { content, id, lstrip: false, rstrip: false, singleWord: false, normalized: false };
}

function whole(text: string): TextPart[] {
  return text === '' ? [] : [text];
}

/** How many tokens of the encoder's window a text takes. */
export function countTokens(tokenizer: Tokenizer, text: string): number {
  return tokenizer.encode(text).length;
}

function missing(token: string): never {
  throw failure('invalid', 'tokenizer.unusable', { reason: message('tokenizer.special', { token }) });
}

/** White space is Unicode's property, because \s of JavaScript also takes U+FEFF. */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\p{White_Space}\\p{L}\\p{N}]+";
const WORD = new RegExp(WORDS, 'gu');
const WORD_OR_MARK = new RegExp(`<\\|startoftext\\|>|<\\|endoftext\\|>|${WORDS}`, 'gu');
const SPACES = /\p{White_Space}+/gu;

/** As transformers normalises, whatever the model's own files say around the vocabulary. */
function normalise(text: string): string {
  // The original lowers letter by letter; JavaScript would turn a capital sigma at the end of a word into ς.
  return text.replaceAll('Σ', 'σ').normalize('NFC').replace(SPACES, ' ').toLowerCase();
}

/** The words of a normalised text. */
function wordsOf(lower: string): string[] {
  // The second split takes the special tokens apart again that were typed in capitals.
  return [...lower.matchAll(WORD_OR_MARK)].flatMap(([part]) => [...part.matchAll(WORD)].map(([word]) => word));
}

/** Words kept with their ids; prompts have few distinct ones. */
const WORDS_KEPT = 4096;

/** Longer ones are not words, and would fill the memory. */
const KEPT_LENGTH = 32;

function wordEncoder({ idOf, merges }: Vocabulary, unknown: number): (word: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const found = known.get(word);
    if (found) return found;
    const ids = mergedPieces(spelled(word), merges).map((piece) => idOf(piece) ?? unknown);
    if (known.size >= WORDS_KEPT) known.clear();
    if (word.length <= KEPT_LENGTH) known.set(word, ids);
    return ids;
  };
}

function spelt(word: string, { idOf, merges }: Vocabulary, unknown: number): readonly SpeltToken[] {
  return mergedPieces(spelled(word), merges).map((piece) => {
    const endsWord = piece.endsWith(END_OF_WORD);
    const letters = endsWord ? piece.slice(0, -END_OF_WORD.length) : piece;
    const bytes = Array.from(letters, (letter) => BYTE_LETTERS.indexOf(letter));
    return { id: idOf(piece) ?? unknown, text: Buffer.from(bytes).toString(), endsWord };
  });
}

const END_OF_WORD = '</w>';

/** One letter for each byte of the word's UTF-8, the last one marked as the end. */
function spelled(word: string): string[] {
  const letters = Array.from(Buffer.from(word), (byte) => BYTE_LETTERS[byte]!);
  letters.push(`${letters.pop()!}${END_OF_WORD}`);
  return letters;
}

/** Joins neighbours, always those of the lowest rank first, until no two can be joined. */
function mergedPieces(letters: readonly string[], merges: MergeTable): readonly string[] {
  let pieces = letters;
  let ranks = ranksOf(pieces, merges);
  for (let lowest = least(ranks); lowest !== Infinity; lowest = least(ranks)) {
    const joined: string[] = [];
    const after: number[] = [];
    for (let i = 0; i < pieces.length; i++) {
      const isJoined = ranks[i] === lowest;
      if (isJoined) joined.push(pieces[i]! + pieces[++i]!);
      else joined.push(pieces[i]!);
      // Ranks between pieces that stayed are known; those at a joined one are found below.
      after.push(isJoined ? UNKNOWN : ranks[i]!);
      if (isJoined && after.length > 1) after[after.length - 2] = UNKNOWN;
    }
    pieces = joined;
    ranks = after.map((rank, i) => (rank === UNKNOWN ? rankBehind(pieces, i, merges) : rank));
  }
  return pieces;
}

const UNKNOWN = -1;

function ranksOf(pieces: readonly string[], merges: MergeTable): number[] {
  return pieces.map((_, i) => rankBehind(pieces, i, merges));
}

/** Rank of a piece with the next one; Infinity when they cannot be joined, and for the last. */
function rankBehind(pieces: readonly string[], i: number, merges: MergeTable): number {
  const rank = i + 1 < pieces.length ? merges.rankOf(pieces[i]!, pieces[i + 1]!) : -1;
  return rank < 0 ? Infinity : rank;
}

function least(ranks: readonly number[]): number {
  let lowest = Infinity;
  for (const rank of ranks) if (rank < lowest) lowest = rank;
  return lowest;
}
