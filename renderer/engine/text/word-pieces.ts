import {
  isJsonRecord,
  readTokenizerJson,
  readTokenizerText,
  unusableTokenizer,
} from '#renderer/engine/text/tokenizer-files.ts';
import { message } from '#shared/text/failure.ts';

/** BERT's tokenizer (https://arxiv.org/abs/1810.04805), which lowers letters and drops accents. */
export interface WordPieces {
  /** Tokens of a text between the two that stand for its start and end. */
  encode(text: string): readonly number[];
  /** The token for what the vocabulary does not have. */
  readonly unknownId: number;
  /** The words of tokens, without those that mark something; as people would write them. */
  decode(ids: readonly number[]): string;
}

/** Reads `vocab.txt`, or `tokenizer.json`, of a folder. Throws `invalid` where neither is a vocabulary of BERT's kind. */
export async function readWordPieces(folder: string): Promise<WordPieces> {
  const text = await readTokenizerText(folder, 'vocab.txt');
  const pieces = text === null ? await piecesOfJson(folder) : text.split(/\r?\n/).map((line) => line.trimEnd());
  if (text !== null && pieces.at(-1) === '') pieces.pop();
  return wordPieces(pieces);
}

/** More letters than any word has: such a run is one unknown token. */
const WORD_LETTERS_MAX = 100;

/** A vocabulary of pieces in the order of their ids; those inside of words begin with ##. */
export function wordPieces(pieces: readonly string[]): WordPieces {
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const [unknownId, startId, endId] = ['[UNK]', '[CLS]', '[SEP]'].map((name) => ids.get(name)) as number[];
  if (unknownId === undefined || startId === undefined || endId === undefined) {
    throw unusableTokenizer(message('tokenizer.no-word-pieces'));
  }
  return {
    unknownId,
    encode: (text) => [startId, ...wordsOf(text).flatMap((word) => split(word, { ids, unknownId })), endId],
    decode: (tokens) => cleaned(joined(tokens.map((id) => pieces[id] ?? '').filter((piece) => !isMark(piece)))),
  };
}

/** Stands for a vocabulary that is not there: no text has tokens, and tokens read as their numbers. */
export const numberedPieces: WordPieces = {
  unknownId: -1,
  encode: () => [-1, -1, -1],
  decode: (ids) => ids.join(' '),
};

async function piecesOfJson(folder: string): Promise<string[]> {
  const json = await readTokenizerJson(folder, 'tokenizer.json');
  const model = json?.model;
  if (!isJsonRecord(model) || !isJsonRecord(model.vocab)) throw unusableTokenizer(message('tokenizer.no-word-pieces'));
  const pieces: string[] = [];
  const added = Array.isArray(json?.added_tokens) ? json.added_tokens.filter(isJsonRecord) : [];
  const all = [...Object.entries(model.vocab), ...added.map(({ content, id }) => [String(content), id] as const)];
  for (const [piece, id] of all) {
    if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 1_000_000) pieces[id] = piece;
  }
  return Array.from(pieces, (piece) => piece ?? '');
}

/** Lower case without accents; punctuation and Chinese characters are words of their own. */
function wordsOf(text: string): readonly string[] {
  const plain = text
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/gu, '')
    .replace(CHINESE, ' $& ')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(PUNCTUATION, ' $& ');
  return plain.split(/\s+/u).filter((word) => word !== '');
}

/** What Unicode calls so, and every sign of ASCII that is neither letter nor digit. */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;

/** CJK ideographs; kana and hangul are written in words. */
const CHINESE =
  /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B820}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;

/** The longest piece first, then the longest of what is left; all or nothing. */
function split(
  word: string,
  { ids, unknownId }: { readonly ids: ReadonlyMap<string, number>; readonly unknownId: number },
): readonly number[] {
  const letters = [...word];
  if (letters.length > WORD_LETTERS_MAX) return [unknownId];
  const found: number[] = [];
  for (let from = 0; from < letters.length; ) {
    let to = letters.length;
    const piece = () => `${from > 0 ? '##' : ''}${letters.slice(from, to).join('')}`;
    while (to > from && !ids.has(piece())) to--;
    if (to === from) return [unknownId];
    found.push(ids.get(piece())!);
    from = to;
  }
  return found;
}

function isMark(piece: string): boolean {
  return piece === '' || /^\[[A-Z]+\d*\]$/.test(piece);
}

function joined(pieces: readonly string[]): string {
  return pieces.map((piece, i) => (piece.startsWith('##') ? piece.slice(2) : i > 0 ? ` ${piece}` : piece)).join('');
}

/** Spaces that tokens have put before signs and endings go away, as transformers does it. */
function cleaned(text: string): string {
  return text
    .replace(/ ([.?!,])/g, '$1')
    .replace(/ ' /g, "'")
    .replace(/ (n't|'m|'s|'ve|'re)/g, '$1');
}
