/** What the numbers in a single file's UNet names mean. */
export interface BlockNumbers {
  readonly layersPerBlock: number;
}

/** Reads it off the original names: the first downsampler stands behind the layers of the first block. */
export function blockNumbers(names: Iterable<string>): BlockNumbers {
  let inputBlocks = 0;
  let firstDownsampler = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const match = /^input_blocks\.(\d+)\.(0\.op\.)?/.exec(name);
    if (!match) continue;
    inputBlocks = Math.max(inputBlocks, Number(match[1]));
    if (match[2]) firstDownsampler = Math.min(firstDownsampler, Number(match[1]));
  }
  return { layersPerBlock: Math.max(1, Math.min(firstDownsampler - 1, inputBlocks)) };
}

/**
 * The diffusers key of a UNet weight under its original name (CompVis/stable-diffusion, without `model.diffusion_model.`):
 * `input_blocks.2.1.proj_in.weight` -> `down_blocks.0.attentions.1.proj_in.weight`. Null for a foreign name.
 */
export function unetKey(name: string, { layersPerBlock }: BlockNumbers): string | null {
  const outside = OUTSIDE_BLOCKS.find(([original]) => name.startsWith(`${original}.`));
  if (outside) return outside[1] + name.slice(outside[0].length);
  const [stage, first, second, ...rest] = name.split('.');
  const inner = rest.join('.');
  const stride = layersPerBlock + 1;
  switch (stage) {
    case 'input_blocks': {
      const block = Math.floor((Number(first) - 1) / stride);
      const layer = (Number(first) - 1) % stride;
      if (inner.startsWith('op.')) return `down_blocks.${block}.downsamplers.0.conv.${inner.slice('op.'.length)}`;
      return layerKey(`down_blocks.${block}`, { part: second, layer, inner });
    }
    case 'middle_block':
      return middleKey(first, [second, ...rest].join('.'));
    case 'output_blocks': {
      const block = Math.floor(Number(first) / stride);
      if (inner.startsWith('conv.')) return `up_blocks.${block}.upsamplers.0.${inner}`;
      return layerKey(`up_blocks.${block}`, { part: second, layer: Number(first) % stride, inner });
    }
    default:
      return null;
  }
}

const OUTSIDE_BLOCKS: readonly (readonly [string, string])[] = [
  ['input_blocks.0.0', 'conv_in'],
  ['out.0', 'conv_norm_out'],
  ['out.2', 'conv_out'],
  ['time_embed.0', 'time_embedding.linear_1'],
  ['time_embed.2', 'time_embedding.linear_2'],
  ['time_embed.cond_proj', 'time_embedding.cond_proj'],
  ['label_emb.0.0', 'add_embedding.linear_1'],
  ['label_emb.0.2', 'add_embedding.linear_2'],
];

const RESNET_PARTS: readonly (readonly [string, string])[] = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
  ['emb_layers.1', 'time_emb_proj'],
  ['skip_connection', 'conv_shortcut'],
];

interface Layer {
  /** 0 = the resnet, 1 = the transformer behind it. */
  readonly part: string | undefined;
  readonly layer: number;
  readonly inner: string;
}

function layerKey(block: string, { part, layer, inner }: Layer): string | null {
  if (part === '1') return `${block}.attentions.${layer}.${inner}`;
  const resnet = resnetPart(inner);
  return part === '0' && resnet !== null ? `${block}.resnets.${layer}.${resnet}` : null;
}

function middleKey(part: string | undefined, inner: string): string | null {
  if (part === '1') return `mid_block.attentions.0.${inner}`;
  const resnet = resnetPart(inner);
  if (resnet === null || (part !== '0' && part !== '2')) return null;
  return `mid_block.resnets.${part === '0' ? 0 : 1}.${resnet}`;
}

function resnetPart(inner: string): string | null {
  const found = RESNET_PARTS.find(([original]) => inner.startsWith(`${original}.`));
  return found ? found[1] + inner.slice(found[0].length) : null;
}
