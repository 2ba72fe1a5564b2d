import { clipWeights, openClipWeights, withoutLastLayers } from '#renderer/engine/checkpoint/clip-names.ts';
import { deriveClipConfig } from '#renderer/engine/checkpoint/derive-clip-config.ts';
import { deriveUNetConfig } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import { type Family, familyOf } from '#renderer/engine/checkpoint/family.ts';
import { impliedScheduler } from '#renderer/engine/checkpoint/implied-scheduler.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { type PartName, splitSingleFile } from '#renderer/engine/checkpoint/single-file-parts.ts';
import { blockNumbers, unetKey } from '#renderer/engine/checkpoint/unet-names.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { vaeNetwork } from '#renderer/engine/checkpoint/vae-file.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Prediction } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';

/** Latent side that each family was trained at; SD 2 has two models of one shape. */
const SAMPLE_SIZES: Readonly<Record<Family, number>> = {
  sd15: 64,
  sd21: 64,
  sdxl: 128,
  'sdxl-refiner': 128,
  ssd1b: 128,
  vega: 128,
};
const SD21_VELOCITY_SIZE = 96;

/** SD 2 reads the 23rd layer of its 24 and drops the last one and the projection, as diffusers' exports do. */
const SD2_TEXT_LAYERS = 23;

/** The token that bigG fills its windows with, and SD 2's encoder too. */
const OPEN_CLIP_PAD = '!';

/**
 * The parts of a single-file checkpoint (CompVis, Stability AI, A1111, Civitai: the original names), from all its
 * weights by their keys in the file. Configurations come from shapes; `prediction` counts where it is said. Throws `invalid` that names a key which belongs to
 * no part, or the part that is missing. `vae` is null where the file has none.
 */
export async function understandSingleFile(all: WeightMap, model: string, prediction: Prediction | null = null) {
  const { parts, foreign } = splitSingleFile(all, model);
  const unetWeights = renameUNet(parts.unet, foreign);
  const family = familyOf(unetWeights);
  const scheduler = await impliedScheduler(family, { unet: unetWeights, names: all, prediction });
  const isWide = family === 'sd21' && scheduler.prediction_type === 'v_prediction';
  const sampleSize = isWide ? SD21_VELOCITY_SIZE : SAMPLE_SIZES[family];
  const unet: NetworkFiles = { config: deriveUNetConfig(unetWeights, sampleSize), weights: unetWeights };
  const vae = parts.vae.size === 0 ? null : vaeNetwork(parts.vae, { family, foreign });
  const textEncoders = textEncodersOf(parts, foreign);
  requireNoForeign(foreign, { all, model });
  if (textEncoders.length === 0) throw unloadable(model, message('checkpoint.no-text-encoder'));
  const zerosForEmptyNegative = unetWeights.has('add_embedding.linear_1.weight') && textEncoders.length > 1;
  return { family, unet, vae, taesd: null, textEncoders, scheduler, zerosForEmptyNegative };
}

function renameUNet(unet: WeightMap, foreign: string[]): WeightMap {
  const numbers = blockNumbers(unet.keys());
  const renamed = new Map<string, WeightEntry>();
  for (const [name, entry] of unet) {
    const key = unetKey(name, numbers);
    if (key === null) foreign.push(name);
    else renamed.set(key, entry);
  }
  return renamed;
}

/** CLIP-L first, then OpenCLIP. */
function textEncodersOf(parts: Readonly<Record<PartName, WeightMap>>, foreign: string[]): readonly TextEncoderFiles[] {
  const encoders: TextEncoderFiles[] = [];
  if (parts.clip.size > 0) {
    const weights = clipWeights(parts.clip);
    const config = deriveClipConfig(weights, { activation: 'quick_gelu' });
    encoders.push({ config, weights, tokenizer: null, pad: null });
  }
  for (const part of ['sd2Clip', 'openClip'] as const) {
    if (parts[part].size === 0) continue;
    const named = openClipWeights(parts[part]);
    foreign.push(...named.foreign);
    const weights = part === 'sd2Clip' ? withoutLastLayers(named.weights, SD2_TEXT_LAYERS) : named.weights;
    const config = deriveClipConfig(weights, { activation: 'gelu' });
    encoders.push({ config, weights, tokenizer: null, pad: OPEN_CLIP_PAD });
  }
  return encoders;
}

function requireNoForeign(foreign: readonly string[], { all, model }: { all: WeightMap; model: string }): void {
  const [name] = foreign;
  if (name === undefined) return;
  // As it stands in the file: parts know their names without the prefix.
  const first = [...all.keys()].find((key) => key.endsWith(name)) ?? name;
  throw unloadable(model, message('checkpoint.foreign', { key: quote(first), others: foreign.length - 1 }));
}
