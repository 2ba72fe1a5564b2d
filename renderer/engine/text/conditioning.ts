import type { EmbeddingTable } from '#renderer/engine/adapters/embeddings.ts';
import type { TextEncoder } from '#renderer/engine/networks/network.ts';
import { stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type EncoderText, emptyWindow, layOut, type WindowRow } from '#renderer/engine/text/layout.ts';
import { type PromptSubject, type PromptVariant, promptSubjects } from '#renderer/engine/text/prompt-subjects.ts';
import type { Tokenizer } from '#renderer/engine/text/tokenizer.ts';
import { weightedWindows } from '#renderer/engine/text/weighting.ts';
import { createWindowReader } from '#renderer/engine/text/window-reader.ts';
import { wordVectors } from '#renderer/engine/text/word-vectors.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import type { Weighting } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';

/** A prompt as the UNet reads it. */
export interface PromptEmbeds {
  /** (1, 77·n, width) */
  readonly context: Tensor;
  /** (1, pooled width); null for models without pooled text. */
  readonly pooled: Tensor | null;
}

/** What the UNet is conditioned on at one step. Every context of a render has the same number of tokens. */
export interface StepConditioning {
  /** One for each subject of the prompt, with the weight that it pulls with; at least one. */
  readonly conds: readonly { readonly embeds: PromptEmbeds; readonly weight: number }[];
  /** Of the negative prompt; null exactly when none was asked for, as without guidance. */
  readonly uncond: PromptEmbeds | null;
}

export interface Conditioning {
  /** For step 1, 2, …; equal steps get the same object. After the last step the last holds on. */
  at(step: number): StepConditioning;
}

export interface PromptPair {
  readonly prompt: Prompt;
  /** Null when guidance is off: then the prompt is not padded to the length of a negative that nobody reads. */
  readonly negative: Prompt | null;
  /** What the second encoder reads instead: one subject, or as many as the prompt has. */
  readonly prompt2?: Prompt;
  readonly negative2?: Prompt;
}

export interface PromptEncoding {
  /** In the order in which their hidden states are joined. */
  readonly encoders: readonly { readonly tokenizer: Tokenizer; readonly encoder: TextEncoder }[];
  /** Last layers left out for the prompt. The negative prompt is read with all of them, as diffusers does. */
  readonly clipSkip: number;
  readonly steps: number;
  readonly weighting: Weighting;
  /** `normed`: the last layer, normalised (SD 1 and 2); `hidden`: the last but one, as it is (SDXL line). */
  readonly states: 'normed' | 'hidden';
  readonly hasPooled: boolean;
  /** Whether a negative prompt without any chunk is zeros, and not the encoded empty text (SDXL base). */
  readonly zerosForEmptyNegative: boolean;
  /** Textual inversions of this model. */
  readonly embeddings: EmbeddingTable | null;
  readonly signal?: AbortSignal;
}

/**
 * Prompt and negative prompt as hidden states, each distinct variant once. A short prompt without weights gives exactly
 * what the encoders give. Where one has fewer windows it repeats them when that comes out even, which no attention can
 * tell from the short one; otherwise windows of the empty prompt follow, as A1111 pads. The event loop turns before
 * each call of an encoder; throws when the signal has aborted by then.
 */
export async function encodePrompts(pair: PromptPair, options: PromptEncoding): Promise<Conditioning> {
  const { encoders, steps, clipSkip } = options;
  const perEncoder = (first: Prompt, second = first) => [first, second].slice(0, encoders.length);
  const prompts = perEncoder(pair.prompt, pair.prompt2);
  const negatives = pair.negative && perEncoder(pair.negative, pair.negative2);

  // Which variant holds at which step, and its tokens, all of the same length.
  const conds = promptSubjects(prompts, steps);
  const isZero = negatives !== null && options.zerosForEmptyNegative && negatives.every(isAbsent);
  const uncond = negatives === null || isZero ? null : promptSubjects(negatives, steps)[0]!;
  const texts = encoders.map(({ tokenizer }, i) => ({
    tokenizer,
    words: wordVectors(options.embeddings, tokenizer, i),
  }));
  const variants = [...conds, ...(uncond ? [uncond] : [])].flatMap((subject) => subject.variants);
  const rows = layOut(variants, texts);

  // The hidden states.
  const read = embedder(options, texts, rows);
  const embeds = new Map([
    ...(await read(
      conds.flatMap((subject) => subject.variants),
      clipSkip,
    )),
    ...(await read(uncond ? uncond.variants : [], 0)),
  ]);
  const zeros = isZero ? zerosLike(embeds.get(conds[0]!.variants[0]!)!) : null;
  return conditioningOf({ conds, uncond, embeds, zeros });
}

/** A negative prompt with a chunk, even an empty one, was written on purpose. */
function isAbsent({ chunks, subjects = [] }: Prompt): boolean {
  return chunks.length === 0 && subjects.length === 0;
}

/** Encodes variants one after the other, with this many last layers left out. */
function embedder(
  options: PromptEncoding,
  texts: readonly EncoderText[],
  rows: ReadonlyMap<PromptVariant, readonly WindowRow[]>,
) {
  const { encoders, states, weighting, hasPooled, signal } = options;
  return async (variants: readonly PromptVariant[], clipSkip: number): Promise<Map<PromptVariant, PromptEmbeds>> => {
    const skip = states === 'hidden' ? clipSkip + 1 : clipSkip;
    const empty = texts.map(({ tokenizer }) => emptyWindow(tokenizer));
    const readers = encoders.map(({ encoder }) =>
      createWindowReader(encoder, { skip, states, pause: () => yieldToEventLoop(signal) }),
    );
    const embeds = new Map<PromptVariant, PromptEmbeds>();
    for (const variant of variants) {
      const encoded = [];
      for (const [i, read] of readers.entries()) {
        const windows = rows.get(variant)!.map((row) => row[i]!);
        encoded.push(await weightedWindows(windows, { read, empty: empty[i]!, weighting }));
      }
      const context = joinWidths(encoded.map((windows) => stack(windows.map(({ hidden }) => hidden))));
      embeds.set(variant, { context, pooled: hasPooled ? encoded.at(-1)![0]!.pooled : null });
    }
    return embeds;
  };
}

/** Hidden states of several encoders (n, 77, width each) -> (1, 77·n, sum of the widths). */
export function joinWidths(parts: readonly Tensor[]): Tensor {
  const positions = parts[0]!.dims[0]! * parts[0]!.dims[1]!;
  if (parts.length === 1) return tensor([1, positions, parts[0]!.dims[2]!], parts[0]!.data);
  const widths = parts.map(({ dims }) => dims[2]!);
  const joined = tensor([1, positions, widths.reduce((sum, width) => sum + width, 0)]);
  let at = 0;
  for (let position = 0; position < positions; position++) {
    for (const [i, width] of widths.entries()) {
      joined.data.set(parts[i]!.data.subarray(position * width, (position + 1) * width), at);
      at += width;
    }
  }
  return joined;
}

function zerosLike({ context, pooled }: PromptEmbeds): PromptEmbeds {
  return { context: tensor(context.dims), pooled: pooled && tensor(pooled.dims) };
}

interface Encoded {
  readonly conds: readonly PromptSubject[];
  readonly uncond: PromptSubject | null;
  readonly embeds: ReadonlyMap<PromptVariant, PromptEmbeds>;
  /** Instead of `uncond`. */
  readonly zeros: PromptEmbeds | null;
}

function conditioningOf({ conds, uncond, embeds, zeros }: Encoded): Conditioning {
  const known = new Map<string, StepConditioning>();
  const variantAt = ({ variantOfStep }: PromptSubject, step: number) =>
    variantOfStep[step - 1] ?? variantOfStep.at(-1)!;
  return {
    at(step) {
      const key = [...conds, ...(uncond ? [uncond] : [])].map((subject) => variantAt(subject, step)).join();
      const conditioning = known.get(key) ?? {
        conds: conds.map((subject) => ({
          embeds: embeds.get(subject.variants[variantAt(subject, step)]!)!,
          weight: subject.weight,
        })),
        uncond: uncond ? embeds.get(uncond.variants[variantAt(uncond, step)]!)! : zeros,
      };
      known.set(key, conditioning);
      return conditioning;
    },
  };
}
