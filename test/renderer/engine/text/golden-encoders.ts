import { readFileSync } from 'node:fs';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import type { TextEncoder } from '#renderer/engine/networks/network.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import type { Opened } from '#renderer/engine/networks/options.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import { type GoldenTensor, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

interface Words {
  readonly masked: {
    readonly positions: readonly number[];
    readonly last_hidden_state: GoldenTensor;
    readonly hidden_m2: GoldenTensor;
  };
  readonly spliced: { readonly last_hidden_state: GoldenTensor; readonly pooler_output: GoldenTensor };
  readonly compel: readonly {
    readonly name: string;
    readonly states: 'normed' | 'hidden';
    readonly fragments: readonly string[];
    readonly weights: readonly number[];
    readonly out: GoldenTensor;
  }[];
  readonly sd: readonly {
    readonly clip_skip: number;
    readonly prompt: GoldenTensor;
    readonly negative: GoldenTensor;
  }[];
  readonly sdxl: readonly {
    readonly clip_skip: number;
    readonly second: string | null;
    readonly negative: string | null;
    readonly zeros: boolean;
    /** Prompt, negative, pooled prompt, pooled negative. */
    readonly out: readonly [GoldenTensor, GoldenTensor, GoldenTensor, GoldenTensor];
  }[];
}

/** What transformers, diffusers and compel make of words; test/golden/words.py made it. */
export const words: Words = JSON.parse(readFileSync(new URL('../../../golden/words.json', import.meta.url), 'utf8'));

/** Reads words such as w17, which is token 17. */
export function numberTokenizer(pad: number): Tokenizer {
  const encode = (text: string) => [...text.matchAll(/w(\d+)/g)].map(([, id]) => Number(id));
  const spell = (text: string) => encode(text).map((id) => ({ id, text: `w${id}`, endsWord: true }));
  return { bos: 98, eos: 99, pad, comma: null, encode, spell };
}

/** Opens an encoder of the golden file for as long as `use` takes. */
export async function withGoldenEncoder<T>(name: string, use: (encoder: TextEncoder) => Promise<T>): Promise<T> {
  const { config, text_embeds } = golden.clip[name]!;
  const parsed = parseClipConfig(config);
  const options = { dialect: cpuDialect, residency: 'mapped' } as const;
  const has = (key: string) =>
    key.startsWith('text_model.') || (text_embeds !== undefined && key.startsWith('text_pro'));
  const shapes = wantedWeights((weights) => buildClipTextEncoder(parsed, weights, options), has);
  return withParameters(shapes, async (weights) => {
    const encoder: Opened<TextEncoder> = await openTextEncoder(config, weights, { provider: 'cpu', threads: 1 });
    try {
      return await use(encoder);
    } finally {
      await encoder.release();
    }
  });
}
