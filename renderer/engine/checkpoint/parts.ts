import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A network of a checkpoint, looked at: nothing is understood and no number is read yet. */
export interface NetworkFiles {
  /** As diffusers or transformers write config.json. */
  readonly config: unknown;
  /** By diffusers keys. */
  readonly weights: WeightMap;
}

export interface TextEncoderFiles extends NetworkFiles {
  /** Folder of its tokenizer; null = the published CLIP vocabulary. */
  readonly tokenizer: string | null;
  /** Fills windows after the end token: an id, or null for what the tokenizer's own files say (the end token if nothing). */
  readonly padId: number | null;
}
