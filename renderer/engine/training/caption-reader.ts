import type { TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';

/** Positions of a CLIP text encoder. */
const POSITIONS = 77;

/** Captions as a text encoder reads them. */
export interface CaptionReader {
  readonly tokenizer: Tokenizer;
  /** Tokens of the vocabulary: new vectors have ids from there on. */
  readonly vocabulary: number;
  /** 77 ids: a start, what fits of the caption, and ends. */
  ids(caption: string): readonly number[];
}

/** Reads a model's tokenizer; `words` stand for so many new vectors wherever they are in a caption. */
export async function openCaptionReader(
  { config, tokenizer: folder, pad }: TextEncoderFiles,
  words: { readonly token: string; readonly count: number } | null,
): Promise<CaptionReader> {
  const { vocabulary } = parseClipConfig(config);
  const tokenizer = await readTokenizer({ folder, pad, vocabulary });
  const vectors = Array.from({ length: words?.count ?? 0 }, (_, i) => vocabulary + i);
  return {
    tokenizer,
    vocabulary,
    ids(caption) {
      const parts = words ? caption.split(words.token) : [caption];
      const tokens = parts.flatMap((part, i) => [...(i > 0 ? vectors : []), ...tokenizer.encode(part)]);
      const kept = tokens.slice(0, POSITIONS - 2);
      const rest = Array.from({ length: POSITIONS - 2 - kept.length }, () => tokenizer.pad);
      return [tokenizer.bos, ...kept, tokenizer.eos, ...rest];
    },
  };
}
