import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * Token vectors in training (textual inversion, https://arxiv.org/abs/2208.01618): rows (n, width) beside a table. Each
 * text encoder has its own.
 */
export const WORDS = 'words';

/** Token vectors (n, width) that are trained. */
export interface TrainedVectors {
  readonly vectors: Tensor;
  /** The id of the first: ids from there on are vectors. */
  readonly firstId: number;
  /** The step from which on they stay as they are; null for never. */
  readonly until: number | null;
  /** Of the numbers of the table with the new vectors in it, towards which they are drawn after each step (pivotal tuning); null for never. */
  readonly tableDeviation: number | null;
}

/** Where the vectors stand in a batch of prompts. */
export interface WordPlaces {
  /** What the text encoder reads; 0 where a vector stands. */
  readonly ids: readonly (readonly number[])[];
  readonly places: readonly { readonly sample: number; readonly position: number; readonly word: number }[];
}

/** Ids from `first` on are vectors. */
export function wordPlaces(ids: readonly (readonly number[])[], first: number): WordPlaces {
  const places = ids.flatMap((line, sample) =>
    line.flatMap((id, position) => (id >= first ? [{ sample, position, word: id - first }] : [])),
  );
  return { ids: ids.map((line) => line.map((id) => (id >= first ? 0 : id))), places };
}

/** The inputs by which a steered text encoder takes vectors in the place of tokens (graph/nets/clip.ts). */
export function wordFeeds(
  { ids, places }: WordPlaces,
  { dims: [, width = 0], data }: Tensor,
): Readonly<Record<'replaced' | 'kept' | 'attention_bias', Tensor>> {
  const [samples, positions] = [ids.length, ids[0]!.length];
  const replaced = tensor([samples, positions, width]);
  const kept = tensor([samples, positions, 1], new Float32Array(samples * positions).fill(1));
  for (const { sample, position, word } of places) {
    const at = sample * positions + position;
    kept.data[at] = 0;
    replaced.data.set(data.subarray(word * width, (word + 1) * width), at * width);
  }
  return { replaced, kept, attention_bias: tensor([samples, 1, positions, positions]) };
}

/** The gradient of the vectors, of that of what stood in their places: every use counts. */
export function wordGradient({ places }: WordPlaces, words: Tensor, replaced: Tensor): Float32Array {
  const [, positions = 0, width = 0] = replaced.dims;
  const sum = new Float32Array(words.data.length);
  for (const { sample, position, word } of places) {
    const from = (sample * positions + position) * width;
    for (let i = 0; i < width; i++) sum[word * width + i]! += replaced.data[from + i]!;
  }
  return sum;
}

/** Draws new vectors a little towards the spread of the table that they stand beside, in place (pivotal tuning). */
export function retractWords(words: Tensor, tableDeviation: number): void {
  const factor = (tableDeviation / deviationOf(words.data)) ** RETRACTION;
  words.data.forEach((value, i) => {
    words.data[i] = value * factor;
  });
}

const RETRACTION = 0.1;

/** Of a sample: n - 1 in the denominator. */
export function deviationOf(data: Float32Array): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (data.length - 1));
}
