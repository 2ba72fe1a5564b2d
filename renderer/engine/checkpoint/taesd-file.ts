import { basename } from 'node:path';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * A tiny decoder (TAESD, TAESDXL) in a file of its own: with diffusers' names, or numbered as in its authors' files,
 * where the clamp before the first convolution counts too. Throws `invalid` that names the file for anything else.
 */
export async function readTaesdFile(file: string): Promise<NetworkFiles> {
  const weights = new Map<string, WeightEntry>();
  for (const [name, entry] of await readWeights(file)) weights.set(taesdKey(name), entry);
  const first = weights.get('decoder.layers.0.weight');
  if (first?.shape.length === 4) {
    const stray = [...weights.keys()].find((key) => !/^(encoder|decoder)\./.test(key));
    if (stray === undefined) return { config: {}, weights };
    throw failure('invalid', 'taesd.stray', { file: basename(file), key: quote(stray) });
  }
  const half = weights.has('decoder.layers.-1.weight') ? 'taesd.encoder-only' : 'taesd.foreign';
  throw failure('invalid', half, { file: basename(file) });
}

/** Whether a file is one by its names. */
export function isTaesd(weights: WeightMap): boolean {
  return ['decoder.layers.0.weight', '1.weight', 'decoder.1.weight'].some((key) => weights.has(key));
}

/** `1.weight`, `decoder.1.weight` -> `decoder.layers.0.weight`; the encoder's names are never looked at again. */
export function taesdKey(name: string): string {
  const numbered = /^(?:decoder\.)?(\d+)\.(.+)$/.exec(name);
  return numbered ? `decoder.layers.${Number(numbered[1]) - 1}.${numbered[2]}` : name;
}
