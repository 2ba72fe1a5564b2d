import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { stack, type Tensor } from '#renderer/engine/tensor.ts';
import { joinWidths } from '#renderer/engine/text/conditioning.ts';
import type { CaptionReader } from '#renderer/engine/training/caption-reader.ts';
import { UNTRAINED } from '#renderer/engine/training/trained-network.ts';
import { createTrainedText } from '#renderer/engine/training/trained-text.ts';
import type { TrainingBatch } from '#renderer/engine/training/trainer.ts';
import type { TrainedView } from '#renderer/engine/training/training-data.ts';

/** What a UNet reads of a caption: hidden states (1, 77, width), and the SDXL line's pooled text (1, width). */
export interface CaptionStates {
  readonly hidden: Tensor;
  readonly pooled: Tensor | null;
}

interface ReadWith {
  /** One for each text encoder. */
  readonly readers: readonly CaptionReader[];
  readonly checkpoint: Checkpoint;
  readonly network: NetworkOptions;
}

/** Captions through text encoders that are not trained, each once. */
export async function captionStates(
  captions: ReadonlySet<string>,
  read: ReadWith,
): Promise<ReadonlyMap<string, CaptionStates>> {
  const { textStates } = modelTraits(read.checkpoint);
  return textStates === 'normed' ? normedStates(captions, read) : joinedStates(captions, read);
}

/** A batch of captions, with the SDXL line's numbers of the pictures' sizes. */
export function promptOf(
  states: readonly CaptionStates[],
  views: readonly Pick<TrainedView, 'sizes'>[],
): { readonly prompt: Tensor } & Pick<TrainingBatch, 'conditions'> {
  const prompt = stack(states.map(({ hidden }) => hidden));
  const pooled = states.flatMap((one) => one.pooled ?? []);
  if (pooled.length === 0) return { prompt, conditions: {} };
  return { prompt, conditions: { text_embeds: stack(pooled), time_ids: sizeNumbers(views) } };
}

/** What the SDXL line is told of the sizes of pictures, a row for each. */
export function sizeNumbers(views: readonly Pick<TrainedView, 'sizes'>[]): Tensor {
  const numbers = views.flatMap(({ sizes }) => sizes);
  return { dims: [views.length, numbers.length / views.length], data: Float32Array.from(numbers) };
}

async function normedStates(captions: ReadonlySet<string>, { readers, checkpoint, network }: ReadWith) {
  const text = createTrainedText({ ...checkpoint.textEncoders[0]!, network, trained: UNTRAINED, words: null });
  const states = new Map<string, CaptionStates>();
  for (const caption of captions) states.set(caption, await text.encode([readers[0]!.ids(caption)]));
  await text.release();
  return states;
}

/** SDXL's: the last hidden states but one of all encoders side by side, and the pooled text of the last. */
async function joinedStates(captions: ReadonlySet<string>, { readers, checkpoint, network }: ReadWith) {
  const parts = new Map<string, CaptionStates[]>();
  for (const [i, { config, weights }] of checkpoint.textEncoders.entries()) {
    const encoder = await openTextEncoder(config, weights, network);
    for (const caption of captions) {
      const one = await encoder.encode([readers[i]!.ids(caption)], { skip: 1, states: 'hidden' });
      parts.set(caption, [...(parts.get(caption) ?? []), one]);
    }
    await encoder.release();
  }
  return new Map(
    [...parts].map(([caption, all]) => {
      const hidden = joinWidths(all.map((one) => one.hidden));
      return [caption, { hidden, pooled: all.at(-1)!.pooled }] as const;
    }),
  );
}
