import type { Conditions } from '#renderer/engine/networks/conditions.ts';
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

/** The inputs of a UNet for b samples that do not know of each other. */
export interface UNetInputs {
  /** (b, channels, h, w): the noisy latents, with the channels of a mask or an image joined where the model reads them. */
  readonly latents: Tensor;
  /** One for each sample. */
  readonly timesteps: readonly number[];
  /**
   * By the names of the graph's inputs, as diffusers has them: `encoder_hidden_states` (b, tokens, width), and in the
   * SDXL line `text_embeds` (b, pooled width) and `time_ids` (b, 5 or 6). `guidance` (b, 1) is w for a network distilled
   * with its guidance scale, which embeds it. What the network has no input for is not fed.
   */
  readonly conditions: Conditions;
  /** Of every sample of this call. */
  readonly loras: RunTimeLoras | null;
}

/** UNet2DConditionModel. */
export interface UNet {
  /** Predicted noise or velocity (b, 4, h, w). */
  predict(inputs: UNetInputs): Promise<Tensor>;
}

/** A ControlNet or T2I-Adapter: what steers a UNet by a picture. */
export interface ControlNetwork {
  /** What it makes of a picture (1, 3, height, width) in 0…1, once a render and size. */
  read(picture: Tensor): Promise<ReadControl>;
  /**
   * A ControlNet's residuals for one step, by the names of the UNet's inputs; rows and conditions as the UNet's, with
   * `hint` among them. Null for an adapter, whose features are the same in every step.
   */
  readonly residuals: ((inputs: UNetInputs) => Promise<Readonly<Record<string, Tensor>>>) | null;
}

/** A picture as such a network has read it, by the names of inputs: `hint` of a ControlNet, an adapter's features. */
export type ReadControl = Readonly<Record<string, Tensor>>;

/** Which hidden states are wanted of a text encoder. */
export interface EncodeOptions {
  /** Last layers left out, 0 … layers - 1. */
  readonly skip: number;
  /** `normed`: the final normalisation applied; `hidden`: as they are (SDXL line). */
  readonly states: 'normed' | 'hidden';
  /** Added to this encoder's weights for this call; none when left out. */
  readonly loras?: LoraFactors | null;
  /** Vectors of the encoder's width instead of what the ids at their places mean: textual inversions. */
  readonly replacements?: readonly (TokenPlace & { readonly vector: Float32Array })[];
  /** Places that no position looks at. */
  readonly masked?: readonly TokenPlace[];
}

/** A position (0 … 76) of a window (0 … b - 1). */
export interface TokenPlace {
  readonly window: number;
  readonly position: number;
}

/** A CLIP text encoder. */
export interface TextEncoder {
  /** Of a hidden state. */
  readonly width: number;
  readonly layers: number;
  /**
   * Token ids, b windows of 77 each -> hidden states (b, 77, width) and the pooled text (b, pooled width), which skips
   * nothing. Throws Failure('invalid') when so many layers cannot be skipped.
   */
  encode(ids: readonly (readonly number[])[], options: EncodeOptions): Promise<{ hidden: Tensor; pooled: Tensor }>;
}

/** AutoencoderKL's decoder or TAESD. */
export interface LatentDecoder {
  /**
   * Latents as the UNet sees them (b, 4, h, w), still scaled -> pixels (b, 3, 8h, 8w) in -1…1, not clamped. Large ones
   * are decoded in tiles, between which an abort is heeded.
   */
  decode(latents: Tensor, signal?: AbortSignal): Promise<Tensor>;
}

/** AutoencoderKL's encoder. */
export interface LatentEncoder {
  /** Pixels (1, 3, 8h, 8w) in -1…1; large ones in tiles, between which an abort is heeded. */
  encode(pixels: Tensor, signal?: AbortSignal): Promise<LatentDistribution>;
}

/** What an encoder says about a picture: not one latent, but a normal distribution of them. */
export interface LatentDistribution {
  /** (1, 4, h, w), not scaled: as models that edit by instruction read it. */
  readonly mean: Tensor;
  /** A draw with this standard normal noise (1, 4, h, w), scaled as the UNet sees latents. */
  sample(noise: Tensor): Tensor;
}
