import type { Prediction } from '#shared/contract/bounds.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';

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

/** A network that steers a UNet by a picture (ControlNet, T2I-Adapter), found by the catalog. */
export interface ControlChoice {
  readonly name: string;
  /** Absolute: a file, or a folder with config.json. */
  readonly path: string;
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
  /** In the text encoders; left out = weight acts there too. */
  readonly textWeight?: number;
}

/** How strongly an adapter acts in a network. */
export function strengthIn(part: 'unet' | 'text', { weight, textWeight = weight }: Omit<AdapterFile, 'file'>): number {
  return part === 'unet' ? weight : textWeight;
}

/** As the contract says it. */
export function adapterUse({ name, weight, textWeight }: AdapterFile): AdapterUse {
  return { name, weight, ...(textWeight !== undefined && { textWeight: { value: textWeight } }) };
}

/** Whether it acts anywhere. */
export function actsAnywhere({ weight, textWeight = weight }: Pick<AdapterFile, 'weight' | 'textWeight'>): boolean {
  return weight !== 0 || textWeight !== 0;
}
