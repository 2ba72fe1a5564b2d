import type { TextEncoder } from '#renderer/engine/pipeline/networks.ts';
import { row, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type TokenWindow, windowsOf } from '#renderer/engine/text/chunks.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import { weighted } from '#renderer/engine/text/weighting.ts';
import type { Prompt } from '#shared/rpc/messages.ts';

/** What the UNet is told: (1, 77·n, width) each, with the same n. */
export interface Conditioning {
  readonly cond: Tensor;
  /** Of the negative prompt; null exactly when none was asked for, as without guidance. */
  readonly uncond: Tensor | null;
}

export interface PromptPair {
  readonly prompt: Prompt;
  /** Null when guidance is off: then the prompt is not padded to the length of a negative that nobody reads. */
  readonly negative: Prompt | null;
}

export interface PromptEncoding {
  readonly tokenizer: Tokenizer;
  readonly encoder: TextEncoder;
  /** Last layers left out for the prompt. The negative prompt is read with all of them, as diffusers does. */
  readonly clipSkip: number;
}

/**
 * Prompt and negative prompt as hidden states. A short prompt without weights gives exactly what the encoder gives. The
 * one with fewer windows repeats them when that comes out even, which no attention can tell from the short one;
 * otherwise windows of the empty prompt follow, as A1111 pads.
 */
export async function encodePrompt(pair: PromptPair, options: PromptEncoding): Promise<Conditioning> {
  const { tokenizer } = options;
  const prompt = windowsOf(pair.prompt, tokenizer);
  const negative = pair.negative && windowsOf(pair.negative, tokenizer);
  const count = Math.max(prompt.length, negative?.length ?? 0);
  const empty = windowsOf({ chunks: [] }, tokenizer)[0]!;
  return {
    cond: await encode(padded(prompt, { count, empty }), options),
    uncond: negative && (await encode(padded(negative, { count, empty }), { ...options, clipSkip: 0 })),
  };
}

function padded(
  windows: readonly TokenWindow[],
  { count, empty }: { count: number; empty: TokenWindow },
): TokenWindow[] {
  const even = count % windows.length === 0;
  return Array.from({ length: count }, (_, i) => (even ? windows[i % windows.length] : windows[i]) ?? empty);
}

async function encode(windows: readonly TokenWindow[], { encoder, clipSkip }: PromptEncoding): Promise<Tensor> {
  const hidden = await encoder.encode(
    windows.map(({ ids }) => ids),
    clipSkip,
  );
  const rows = stack(windows.map(({ weights }, i) => weighted(row(hidden, i), weights)));
  const [count, positions, width] = rows.dims;
  return tensor([1, count! * positions!, width!], rows.data);
}
