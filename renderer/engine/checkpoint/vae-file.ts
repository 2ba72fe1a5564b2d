import { basename } from 'node:path';
import { deriveVaeConfig, type VaeTraits } from '#renderer/engine/checkpoint/derive-vae-config.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { refuseWholeNumbers } from '#renderer/engine/checkpoint/quantised.ts';
import { isTaesd, readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { vaeWeightsOf } from '#renderer/engine/checkpoint/vae-names.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Latents of SD 1 and 2, and of everything that came from SDXL: no shape tells the two autoencoders apart. */
const SMALL: VaeTraits = { scalingFactor: 0.18215, forceUpcast: false, sampleSize: 512 };
const LARGE: VaeTraits = { scalingFactor: 0.13025, forceUpcast: true, sampleSize: 1024 };

const TRAITS: Readonly<Record<Family, VaeTraits>> = {
  sd15: SMALL,
  sd21: SMALL,
  sdxl: LARGE,
  'sdxl-refiner': LARGE,
  ssd1b: LARGE,
  vega: LARGE,
};

/** Training's own: the discriminator, and an averaged copy. */
const HARMLESS = /^(loss|model_ema)\./;

const PREFIX = /^(first_stage_model|vae)\./;

/** An autoencoder from its weights in whatever names; keys that belong to none of it go into `foreign`. */
export function vaeNetwork(vae: WeightMap, { family, foreign }: { family: Family; foreign: string[] }): NetworkFiles {
  const named = vaeWeightsOf(vae);
  foreign.push(...named.foreign);
  return { config: deriveVaeConfig(named.weights, TRAITS[family]), weights: named.weights };
}

/**
 * The VAE of a folder with config.json. Throws `invalid` that names the class where it is none that is built; a tiny
 * autoencoder (TAESD) counts as a VAE of this family's latents.
 */
export function vaeOfFolder(network: NetworkFiles, { family, name }: { family: Family; name: string }) {
  const { config, weights } = network;
  const { _class_name: own } = (config ?? {}) as { readonly _class_name?: unknown };
  if (own === 'AutoencoderTiny') return tinyVae(weights, family);
  if (own === undefined || own === 'AutoencoderKL') return network;
  throw unloadable(name, message('checkpoint.vae-class', { given: shownKey(String(own)) }));
}

/** A tiny autoencoder as the VAE of a model: what a pipeline asks of a VAE's configuration, its weights and family say. */
function tinyVae(weights: WeightMap, family: Family): NetworkFiles {
  const convolutions = [...weights.keys()].filter((key) => /^decoder\.layers\.\d+\.weight$/.test(key)).length;
  // The first convolution stands before the stages.
  const block_out_channels = Array.from({ length: Math.max(1, convolutions - 1) }, () => 64);
  const { scalingFactor } = TRAITS[family];
  return { config: { block_out_channels, scaling_factor: scalingFactor }, weights, isTiny: true };
}

/**
 * A VAE in a file of its own, with the original or diffusers' names, for a model of this family. Throws `invalid` that
 * names the file and a key that has no place in a VAE.
 */
export async function readVaeFile(file: string, family: Family): Promise<NetworkFiles> {
  const weights = new Map<string, WeightEntry>();
  const all = await readWeights(file);
  if (isTaesd(all)) return tinyVae((await readTaesdFile(file)).weights, family);
  for (const [name, entry] of all) {
    const key = name.replace(PREFIX, '');
    if (!HARMLESS.test(key)) weights.set(key, entry);
  }
  refuseWholeNumbers(weights, basename(file));
  const foreign: string[] = [];
  const network = vaeNetwork(weights, { family, foreign });
  const [first = [...weights.keys()].find((key) => !/^((post_)?quant_conv|encoder|decoder)\./.test(key))] = foreign;
  const isAsymmetric = [...weights.keys()].some((key) => key.startsWith('decoder.condition_encoder.'));
  if (isAsymmetric) throw failure('invalid', 'vae.asymmetric', { file: basename(file) });
  if (first !== undefined) throw failure('invalid', 'vae.foreign', { file: basename(file), key: quote(first) });
  if (network.weights.has('decoder.conv_in.weight')) return network;
  throw failure('invalid', 'vae.no-decoder', { file: basename(file) });
}
