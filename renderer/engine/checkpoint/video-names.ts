import { clipVisionWeights } from '#renderer/engine/checkpoint/clip-vision-names.ts';
import { blockNumbers, unetKey } from '#renderer/engine/checkpoint/unet-names.ts';
import { stageCount, vaeKey } from '#renderer/engine/checkpoint/vae-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Where the parts lie in a single file (https://github.com/Stability-AI/generative-models). */
const PREFIXES = {
  unet: 'model.diffusion_model.',
  vae: 'first_stage_model.',
  imageEncoder: 'conditioner.embedders.0.open_clip.model.',
  /** The encoder that makes the picture latents, with the convolution after it that the VAE itself lacks. */
  pictureEncoder: 'conditioner.embedders.3.encoder.',
} as const;

/** The networks of Stable Video Diffusion by diffusers' keys. */
export interface VideoWeights {
  readonly unet: WeightMap;
  readonly vae: WeightMap;
  readonly imageEncoder: WeightMap;
}

/** The networks of a single file under its original names; null for a file that has not all of them. */
export function splitVideoFile(weights: WeightMap): VideoWeights | null {
  const under = (prefix: string) =>
    new Map(
      [...weights].flatMap(([key, entry]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), entry]] : [])),
    );
  const [unet, vae] = [under(PREFIXES.unet), under(PREFIXES.vae)];
  const seen = clipVisionWeights(under(PREFIXES.imageEncoder));
  const isVideo = [...unet.keys()].some((key) => key.includes('.time_stack.'));
  if (!isVideo || vae.size === 0 || !seen) return null;
  const numbers = blockNumbers(unet.keys());
  const picture = under(PREFIXES.pictureEncoder);
  const encoder = [...picture].filter(([key]) => /^(encoder|quant_conv)\./.test(key));
  const decoder = [...vae].filter(([key]) => picture.size === 0 || key.startsWith('decoder.'));
  const stages = stageCount(vae.keys());
  const half = [...encoder, ...decoder].map(([key, entry]) => [videoVaeKey(key, stages) ?? key, entry] as const);
  return {
    unet: new Map([...unet].map(([key, entry]) => [videoUNetKey(key, numbers) ?? key, entry])),
    vae: new Map(half.map(([key, entry]) => [key, isProjection(key) ? asMatrix(entry) : entry])),
    imageEncoder: seen,
  };
}

/** The diffusers key of a UNet weight under its original name; null for a foreign one. */
export function videoUNetKey(name: string, numbers: Parameters<typeof unetKey>[1]): string | null {
  const mixer = /^(.*\.)(time_mixer\.mix_factor)$/.exec(name);
  // A name that the plain network knows, for the place; what the block is called there does not matter.
  const [place, inner] = mixer ? [`${mixer[1]}in_layers.0.x`, mixer[2]!] : [name.replace('.time_stack.', '.'), null];
  const plain = unetKey(place, numbers);
  if (plain === null) return null;
  const [, resnet, rest] = /^(.*\.resnets\.\d+)\.(.*)$/.exec(plain) ?? [];
  if (resnet !== undefined) {
    if (inner !== null) return `${resnet}.${inner}`;
    return `${resnet}.${name.includes('.time_stack.') ? 'temporal' : 'spatial'}_res_block.${rest}`;
  }
  const [, attention, within] = /^(.*\.attentions\.\d+)\.(.*)$/.exec(plain) ?? [];
  if (attention === undefined) return plain;
  if (inner !== null) return `${attention}.${inner}`;
  const positions = /^time_pos_embed\.(0|2)\.(.*)$/.exec(within!);
  if (positions) return `${attention}.time_pos_embed.linear_${positions[1] === '0' ? 1 : 2}.${positions[2]}`;
  return `${attention}.${name.includes('.time_stack.') ? 'temporal_transformer_blocks.' : ''}${within}`;
}

const TIME_PARTS: readonly (readonly [string, string])[] = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
];

/** The same of the VAE. */
export function videoVaeKey(name: string, stages: number): string | null {
  const last = /^decoder\.conv_out\.time_mix_conv\.(.*)$/.exec(name);
  if (last) return `decoder.time_conv_out.${last[1]}`;
  const time = /^(decoder\..*\.block(?:_\d|\.\d+))\.time_stack\.(.*)\.(weight|bias)$/.exec(name);
  const mixer = /^(decoder\..*\.block(?:_\d|\.\d+))\.mix_factor$/.exec(name);
  const place = vaeKey(time ? `${time[1]}.norm1.weight` : mixer ? `${mixer[1]}.norm1.weight` : name, stages);
  if (place === null || !place.startsWith('decoder.')) return place;
  const [, resnet, rest] = /^(.*\.resnets\.\d+)\.(.*)$/.exec(place) ?? [];
  if (resnet === undefined) return place;
  if (mixer) return `${resnet}.time_mixer.mix_factor`;
  if (!time) return `${resnet}.spatial_res_block.${rest}`;
  const part = TIME_PARTS.find(([original]) => original === time[2]);
  return part ? `${resnet}.temporal_res_block.${part[1]}.${time[3]}` : null;
}

function isProjection(key: string): boolean {
  return /\.attentions\.0\.to_(q|k|v|out\.0)\.weight$/.test(key);
}

/** A 1×1 convolution as the matrix it is: the same bytes. */
function asMatrix(entry: WeightEntry): WeightEntry {
  const [rows, columns, ...kernel] = entry.shape;
  return kernel.join() === '1,1' ? { ...entry, shape: [rows!, columns!] } : entry;
}
