import type { Tensor } from '#renderer/engine/tensor.ts';

/** UNet2DConditionModel. Rows are independent samples, each with its own timestep. */
export interface UNet {
  /** latents (b, channels, h, w), timesteps b, context (b, tokens, width) -> predicted noise or velocity (b, 4, h, w). */
  predict(latents: Tensor, timesteps: readonly number[], context: Tensor): Promise<Tensor>;
}

/** A CLIP text encoder. */
export interface TextEncoder {
  /** Token ids, b windows of 77 each -> hidden states (b, 77, width), `clipSkip` last layers left out, final norm applied. */
  encode(ids: readonly (readonly number[])[], clipSkip: number): Promise<Tensor>;
}

/** AutoencoderKL's decoder or TAESD. */
export interface LatentDecoder {
  /** Latents as the UNet sees them (b, 4, h, w), still scaled -> pixels (b, 3, 8h, 8w) in -1…1, not clamped. */
  decode(latents: Tensor): Promise<Tensor>;
}
