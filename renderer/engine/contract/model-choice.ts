import type { Prediction } from '#shared/contract/bounds.ts';

/** Which weights: a model's files and standing adapters', found by the catalog. Paths are absolute. */
export interface ModelChoice {
  readonly name: string;
  readonly files: ModelFiles;
  /** Merged into the weights, once. */
  readonly adapters: readonly AdapterFile[];
}

/** Where a model's parts lie. */
export interface ModelFiles {
  /** A diffusers folder, or a single-file checkpoint. */
  readonly checkpoint: string;
  /** Instead of the checkpoint's own VAE: a folder with config.json, or a single file. */
  readonly vae: string | null;
  /** Tiny decoder for previews: a folder or a file. Null = the checkpoint's own `taesd` or `vae_approx`, if it has one. */
  readonly taesd: string | null;
  /** Textual inversions, by the word that stands for them in prompts. */
  readonly embeddings: readonly EmbeddingFile[];
  /** What the UNet predicts, whatever the files say; left out = as they say. */
  readonly prediction?: Prediction;
}

export interface EmbeddingFile {
  readonly name: string;
  readonly file: string;
}

/** A checkpoint with nothing beside it. */
export function modelFilesAt(checkpoint: string): ModelFiles {
  return { checkpoint, vae: null, taesd: null, embeddings: [] };
}

export interface AdapterFile {
  readonly name: string;
  readonly file: string;
  readonly weight: number;
}
