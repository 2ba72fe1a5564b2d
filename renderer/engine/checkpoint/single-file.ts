import { clipWeights, openClipWeights, withoutLastLayers } from '#renderer/engine/checkpoint/clip-names.ts';
import { deriveClipConfig } from '#renderer/engine/checkpoint/derive-clip-config.ts';
import { deriveUNetConfig } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import { type Family, familyOf } from '#renderer/engine/checkpoint/family.ts';
import { impliedScheduler } from '#renderer/engine/checkpoint/implied-scheduler.ts';
import type { NetworkFiles, TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import { refuseQuantisedKeys, refuseWholeNumbers } from '#renderer/engine/checkpoint/quantised.ts';
import { keyInFile, type PartName, splitSingleFile } from '#renderer/engine/checkpoint/single-file-parts.ts';
import { unusedNote } from '#renderer/engine/checkpoint/stray-weights.ts';
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

/** A part with more strange keys than this share of its weights, and more than a few, is another architecture. */
const STRANGE_MAX = 1 / 50;
const STRANGE_FEW = 2;

/**
 * The parts of a single-file checkpoint (CompVis, Stability AI, A1111, Civitai: the original names), from all its
 * weights by their keys in the file. Configurations come from shapes; `prediction` counts where it
 * is said. `notes` say what of the file nothing is drawn with.
 * Throws `invalid` that says what the file is where it is something else, or names the part that is missing. `vae` is
 * null where the file has none.
 */
export async function understandSingleFile(all: WeightMap, model: string, prediction: Prediction | null = null) {
  refuseQuantisedKeys(all.keys(), model);
  const { parts, unused, beside } = splitSingleFile(all, model);
  const strange = strangeKeys(all, model);
  const unetWeights = renameUNet(parts.unet, strange);
  const family = familyOf(unetWeights);
  const scheduler = await impliedScheduler(family, { unet: unetWeights, names: all, prediction });
  const isWide = family === 'sd21' && scheduler.prediction_type === 'v_prediction';
  const sampleSize = isWide ? SD21_VELOCITY_SIZE : SAMPLE_SIZES[family];
  const unet: NetworkFiles = { config: deriveUNetConfig(unetWeights, sampleSize), weights: unetWeights };
  const vae = parts.vae.size === 0 ? null : vaeOf(parts.vae, { family, strange });
  const textEncoders = textEncodersOf(parts, strange);
  if (textEncoders.length === 0) throw unloadable(model, message('checkpoint.no-text-encoder'));
  for (const { weights } of [unet, ...(vae ? [vae] : []), ...textEncoders]) refuseWholeNumbers(weights, model);
  const zerosForEmptyNegative = unetWeights.has('add_embedding.linear_1.weight') && textEncoders.length > 1;
  const notes = [...beside, ...unusedNote([...unused, ...strange.keys])];
  return { family, unet, vae, taesd: null, textEncoders, scheduler, zerosForEmptyNegative, notes };
}

/** Keys of parts that no network of the part has. */
interface StrangeKeys {
  /** As they stand in the file. */
  readonly keys: string[];
  /** Refuses the model where they are too many for a stray one. */
  add(part: PartName, names: readonly string[], of: number): void;
}

function strangeKeys(all: WeightMap, model: string): StrangeKeys {
  const keys: string[] = [];
  return {
    keys,
    add(part, names, of) {
      const inFile = names.map((name) => keyInFile(all, { part, name }));
      if (names.length > Math.max(STRANGE_FEW, STRANGE_MAX * of)) {
        const [first = ''] = inFile;
        throw unloadable(model, message('checkpoint.foreign', { key: quote(first), others: names.length - 1 }));
      }
      keys.push(...inFile);
    },
  };
}

function renameUNet(unet: WeightMap, strange: StrangeKeys): WeightMap {
  const numbers = blockNumbers(unet.keys());
  const renamed = new Map<string, WeightEntry>();
  const foreign: string[] = [];
  for (const [name, entry] of unet) {
    const key = unetKey(name, numbers);
    if (key === null) foreign.push(name);
    else renamed.set(key, entry);
  }
  strange.add('unet', foreign, unet.size);
  return renamed;
}

function vaeOf(vae: WeightMap, { family, strange }: { family: Family; strange: StrangeKeys }): NetworkFiles {
  const foreign: string[] = [];
  const network = vaeNetwork(vae, { family, foreign });
  strange.add('vae', foreign, vae.size);
  return network;
}

/** CLIP-L first, then OpenCLIP. */
function textEncodersOf(
  parts: Readonly<Record<PartName, WeightMap>>,
  strange: StrangeKeys,
): readonly TextEncoderFiles[] {
  const encoders: TextEncoderFiles[] = [];
  if (parts.clip.size > 0) {
    const { weights, foreign } = clipWeights(parts.clip);
    strange.add('clip', foreign, parts.clip.size);
    const config = deriveClipConfig(weights, { activation: 'quick_gelu' });
    encoders.push({ config, weights, tokenizer: null, pad: null });
  }
  for (const part of ['sd2Clip', 'openClip'] as const) {
    if (parts[part].size === 0) continue;
    const named = openClipWeights(parts[part]);
    strange.add(part, named.foreign, parts[part].size);
    const weights = part === 'sd2Clip' ? withoutLastLayers(named.weights, SD2_TEXT_LAYERS) : named.weights;
    const config = deriveClipConfig(weights, { activation: 'gelu' });
    encoders.push({ config, weights, tokenizer: null, pad: OPEN_CLIP_PAD });
  }
  return encoders;
}
