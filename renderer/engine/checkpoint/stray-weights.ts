import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** The networks of a folder. */
export type FolderPart = 'unet' | 'vae' | 'text encoder';

/** What keys of each begin with, also those that only some of them have: a network with one of these wants it. */
const MODULES: Readonly<Record<FolderPart, RegExp>> = {
  unet: /^(conv_(in|out|norm_out)|(time|class|add|position)_|(down|mid|up)_block|encoder_hid)/,
  vae: /^((post_)?quant_conv|encoder|decoder)\./,
  'text encoder': /^(text_|vision_|visual_|embeddings|encoder|final_layer_norm|logit_scale)/,
};

/** More than a few such keys, and more than this share, are another network's. */
const STRAY_MAX = 1 / 50;
const STRAY_FEW = 2;

/**
 * A network without the few weights that belong to no module of it, as training programs leave them; they are listed to
 * be told. Where there are many nothing is taken out, and whoever opens the network refuses it by name.
 */
export function withoutStrays(network: NetworkFiles, part: FolderPart): NetworkFiles {
  const stray = [...network.weights.keys()].filter((key) => !MODULES[part].test(key));
  if (stray.length === 0 || stray.length > Math.max(STRAY_FEW, STRAY_MAX * network.weights.size)) return network;
  const left = new Set(stray);
  return { ...network, weights: new Map([...network.weights].filter(([key]) => !left.has(key))), stray };
}

/** One sentence for all keys of a model's files that nothing is drawn with. */
export function unusedNote(keys: readonly string[]): readonly Message[] {
  const [key] = keys;
  return key === undefined ? [] : [message('checkpoint.unused', { key: quote(key), others: keys.length - 1 })];
}
