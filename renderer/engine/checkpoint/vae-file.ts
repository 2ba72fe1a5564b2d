import { basename } from 'node:path';
import { deriveVaeConfig, type VaeTraits } from '#renderer/engine/checkpoint/derive-vae-config.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { refuseWholeNumbers } from '#renderer/engine/checkpoint/quantised.ts';
import { vaeWeightsOf } from '#renderer/engine/checkpoint/vae-names.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

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
 * A VAE in a file of its own, with the original or diffusers' names, for a model of this family. Throws `invalid` that
 * names the file and a key that has no place in a VAE.
 */
export async function readVaeFile(file: string, family: Family): Promise<NetworkFiles> {
  const weights = new Map<string, WeightEntry>();
  for (const [name, entry] of await readWeights(file)) {
    const key = name.replace(PREFIX, '');
    if (!HARMLESS.test(key)) weights.set(key, entry);
  }
  refuseWholeNumbers(weights, basename(file));
  const foreign: string[] = [];
  const network = vaeNetwork(weights, { family, foreign });
  const [first = [...weights.keys()].find((key) => !/^((post_)?quant_conv|encoder|decoder)\./.test(key))] = foreign;
  if (first !== undefined) throw failure('invalid', 'vae.foreign', { file: basename(file), key: quote(first) });
  if (network.weights.has('decoder.conv_in.weight')) return network;
  throw failure('invalid', 'vae.no-decoder', { file: basename(file) });
}
