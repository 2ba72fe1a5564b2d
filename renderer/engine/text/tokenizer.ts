import { Tokenizer as ByteTokenizer } from '@huggingface/tokenizers';
import { Failure } from '#shared/failure.ts';

/** CLIP's byte-pair encoding (openai/CLIP, simple_tokenizer.py) over one vocabulary. */
export interface Tokenizer {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  /** The comma at the end of a word; null when the vocabulary has none. */
  readonly comma: number | null;
  /** Token ids without start, end and padding; equal to those of transformers' CLIPTokenizer. */
  encode(text: string): readonly number[];
}

export interface Vocabulary {
  readonly ids: Readonly<Record<string, number>>;
  /** In order of rank: two parts with a space between. */
  readonly merges: readonly string[];
}

/** The texts of the special tokens; each is a key of the vocabulary. */
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

/** Throws `invalid` when a special token is not in the vocabulary. */
export function createTokenizer(vocabulary: Vocabulary, special: SpecialTokens = CLIP_SPECIAL_TOKENS): Tokenizer {
  const idOf = (token: string) => vocabulary.ids[token] ?? missing(token);
  const [bos, eos, pad] = [idOf(special.bos), idOf(special.eos), idOf(special.pad)];
  idOf(special.unknown);
  const tokenizer = new ByteTokenizer(definition(vocabulary, special), {});
  return {
    bos,
    eos,
    pad,
    comma: vocabulary.ids[',</w>'] ?? null,
    // The original lowers letter by letter; JavaScript would turn a capital sigma at the end of a word into ς.
    encode: (text) => tokenizer.encode(text.replaceAll('Σ', 'σ'), { add_special_tokens: false }).ids,
  };
}

/** How many tokens of the encoder's window a text takes. */
export function countTokens(tokenizer: Tokenizer, text: string): number {
  return tokenizer.encode(text).length;
}

function missing(token: string): never {
  throw new Failure('invalid', `Cannot use tokenizer: its vocabulary must have the special token ${token}`);
}

/** White space is Unicode's property, because \s of JavaScript also takes U+FEFF. */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\p{White_Space}\\p{L}\\p{N}]+";

/**
 * A tokenizer.json of CLIP, whatever the model's own file says around its vocabulary: transformers does the same. The
 * second split takes the special tokens apart again that were typed in capitals.
 */
function definition({ ids, merges }: Vocabulary, special: SpecialTokens): object {
  return {
    added_tokens: [...new Set([special.bos, special.eos])].map((content) => specialToken(content, ids[content]!)),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\p{White_Space}+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        split(`<\\|startoftext\\|>|<\\|endoftext\\|>|${WORDS}`),
        split(WORDS),
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: special.unknown,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: ids,
      merges,
    },
  };
}

function split(pattern: string): object {
  return { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true };
}

function specialToken(content: string, id: number): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
}
