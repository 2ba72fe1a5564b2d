import type { TextEncoder } from '#renderer/engine/pipeline/networks.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/**
 * The factors of one weight's change, y = x·W + (x·A)·B, with every scale and strength in B. Several LoRAs stand side by
 * side along the rank. For a matrix or a 1×1 convolution A is (in, rank) and B (rank, out); for a larger convolution A
 * is (rank, in, k, k) and B (out, rank, 1, 1).
 */
export interface LowRankFactors {
  readonly down: Tensor;
  readonly up: Tensor;
}

/** By the weight's key in its network. Weights that are not here stay as they are. */
export type LoraFactors = ReadonlyMap<string, LowRankFactors>;

/** The style LoRAs of a render, ready to be fed to the networks of the model they were loaded for. */
export interface RunTimeLoras {
  /** Equal for the same files with the same strengths: rows of one call share a set. */
  readonly key: string;
  readonly unet: LoraFactors;
  /** One for each text encoder, in the model's order. */
  readonly textEncoders: readonly LoraFactors[];
}

/** A text encoder that reads everything with these LoRAs. */
export function withLoras(encoder: TextEncoder, loras: LoraFactors): TextEncoder {
  return { ...encoder, encode: (ids, wish) => encoder.encode(ids, { ...wish, loras }) };
}
