import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A network of a checkpoint, looked at: nothing is understood and no number is read yet. */
export interface NetworkFiles {
  /** As diffusers or transformers write config.json. */
  readonly config: unknown;
  /** By diffusers keys. */
  readonly weights: WeightMap;
  /** Keys of its file that belong to no module of it; they are not among the weights. */
  readonly stray?: readonly string[];
  /** A tiny autoencoder in the place of a VAE; its configuration is as a VAE of these latents has it. */
  readonly isTiny?: true;
}

export interface TextEncoderFiles extends NetworkFiles {
  /** Folder of its tokenizer; null = the published CLIP vocabulary. */
  readonly tokenizer: string | null;
  /** Where there is no folder: the token that fills windows after the end token; null = the end token itself. */
  readonly pad: string | null;
}
