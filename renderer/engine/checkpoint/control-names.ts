import { blockNumbers, unetKey } from '#renderer/engine/checkpoint/unet-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Weights of a network by diffusers' keys, and the first key that has no place in it. */
export interface NamedControl {
  readonly weights: WeightMap;
  readonly foreign: string | null;
}

const PREFIX = 'control_model.';

/**
 * A ControlNet by diffusers' keys, from those or from the original ones (lllyasviel/ControlNet); null where the file has
 * none. Of a whole model with a ControlNet in it that alone is taken.
 */
export function controlNetWeights(all: WeightMap): NamedControl | null {
  const inside = [...all].filter(([key]) => key.startsWith(PREFIX));
  const own = inside.length > 0 ? new Map(inside.map(([key, entry]) => [key.slice(PREFIX.length), entry])) : all;
  if (own.has('controlnet_cond_embedding.conv_in.weight')) return { weights: own, foreign: null };
  if (!own.has('input_hint_block.0.weight')) return null;
  const numbers = blockNumbers(own.keys());
  return renamed(own, (name) => originalKey(name) ?? unetKey(name, numbers));
}

/** `input_hint_block.0.weight` -> `controlnet_cond_embedding.conv_in.weight`; convolutions stand at even places. */
function originalKey(name: string): string | null {
  const [, block, place = '', rest] = /^(input_hint_block|zero_convs|middle_block_out)\.(\d+)\.(.+)$/.exec(name) ?? [];
  switch (block) {
    case 'input_hint_block':
      return `controlnet_cond_embedding.${hintPart(Number(place))}.${rest}`;
    case 'zero_convs':
      return `controlnet_down_blocks.${place}.${rest!.replace(/^0\./, '')}`;
    case 'middle_block_out':
      return `controlnet_mid_block.${rest}`;
    default:
      return null;
  }
}

/** Seven convolutions follow the first one, the last of which leads into the network. */
function hintPart(place: number): string {
  if (place === 0) return 'conv_in';
  return place === 14 ? 'conv_out' : `blocks.${place / 2 - 1}`;
}

/** A T2I-Adapter by diffusers' keys, from those or from TencentARC's; null where the file has none. */
export function adapterWeights(all: WeightMap): NamedControl | null {
  if ([...all.keys()].some((key) => key.startsWith('adapter.body.'))) return { weights: all, foreign: null };
  const isFull = all.has('body.0.block1.weight') && all.has('conv_in.weight');
  const isLight = all.has('body.0.body.0.block1.weight');
  if (!isFull && !isLight) return null;
  return renamed(all, (name) => (isLight ? lightAdapterKey(name) : fullAdapterKey(name)));
}

function lightAdapterKey(name: string): string | null {
  const inner = /^body\.(\d+)\.body\.(\d+)\.(block[12]\..+)$/.exec(name);
  if (inner) return `adapter.body.${inner[1]}.resnets.${inner[2]}.${inner[3]}`;
  return /^body\.\d+\.(in|out)_conv\./.test(name) ? `adapter.${name}` : null;
}

/** Two blocks make a stage; a stage's first block brings it to its width. */
function fullAdapterKey(name: string): string | null {
  if (name.startsWith('conv_in.')) return `adapter.${name}`;
  const [, block = '', part = ''] = /^body\.(\d+)\.((?:in_conv|block[12])\..+)$/.exec(name) ?? [];
  if (part === '') return null;
  const stage = Math.floor(Number(block) / 2);
  return part.startsWith('in_conv')
    ? `adapter.body.${stage}.${part}`
    : `adapter.body.${stage}.resnets.${Number(block) % 2}.${part}`;
}

function renamed(all: WeightMap, keyOf: (name: string) => string | null): NamedControl {
  const weights = new Map<string, WeightEntry>();
  let foreign: string | null = null;
  for (const [name, entry] of all) {
    const key = keyOf(name);
    if (key === null) foreign ??= name;
    else weights.set(key, entry);
  }
  return { weights, foreign };
}
