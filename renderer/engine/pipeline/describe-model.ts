import { parseClipConfig } from '#renderer/engine/graph/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/unet-config.ts';
import { parseVaeConfig } from '#renderer/engine/graph/vae-config.ts';
import { type Family, familyOf, requireSupported } from '#renderer/engine/pipeline/family.ts';
import { readModelFolder } from '#renderer/engine/pipeline/model-folder.ts';
import { WINDOW_TOKENS } from '#renderer/engine/text/chunks.ts';
import type { BaseWeights } from '#renderer/engine/weights/adapter-names.ts';

/** Latent side of a model that does not say what it was trained at. */
const USUAL_SAMPLE_SIZE = 64;

/** A model as far as its own files tell: looked at, not loaded. */
export interface ModelDescription {
  /** What clients say. */
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly family: Family;
  /** Pixels; what the model was trained at. */
  readonly defaultWidth: number;
  readonly defaultHeight: number;
  /** Tokens of prompt text that the text encoder reads at once, without its start and end tokens. */
  readonly windowTokens: number;
  /** Layers of the text encoder, of which clip skip leaves some out. */
  readonly textLayers: number;
  /** Tokens that the text encoder knows. */
  readonly vocabulary: number;
  /** What an adapter has to fit. */
  readonly weights: BaseWeights;
}

/** Reads headers and configurations. Throws what loading would throw for a part that is missing or not drawn yet. */
export async function describeModel(name: string, folder: string): Promise<ModelDescription> {
  const { unet, vae, textEncoder } = await readModelFolder(folder);
  const family = familyOf(unet.weights);
  requireSupported(family, name);
  const clip = parseClipConfig(textEncoder.config);
  const latentSide = parseUNetConfig(unet.config).sampleSize ?? USUAL_SAMPLE_SIZE;
  const side = latentSide * 2 ** (parseVaeConfig(vae.config).channels.length - 1);
  return {
    name,
    folder,
    family,
    defaultWidth: side,
    defaultHeight: side,
    windowTokens: WINDOW_TOKENS,
    textLayers: clip.layers,
    vocabulary: clip.vocabulary,
    weights: { unet: unet.weights, textEncoder: textEncoder.weights },
  };
}
