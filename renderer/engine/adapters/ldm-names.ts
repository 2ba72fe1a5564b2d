/** What the names of a single-file UNet depend on. */
export interface UNetLayout {
  readonly layersPerBlock: number;
  /** Up blocks that have attention; there the upsampler comes third. */
  readonly attentiveUpBlocks: ReadonlySet<number>;
}

/** Reads the layout off the diffusers keys. */
export function unetLayout(keys: Iterable<string>): UNetLayout {
  let layersPerBlock = 0;
  const attentiveUpBlocks = new Set<number>();
  for (const key of keys) {
    const layer = /^down_blocks\.0\.resnets\.(\d+)\./.exec(key);
    if (layer) layersPerBlock = Math.max(layersPerBlock, Number(layer[1]) + 1);
    const attentive = /^up_blocks\.(\d+)\.attentions\./.exec(key);
    if (attentive) attentiveUpBlocks.add(Number(attentive[1]));
  }
  return { layersPerBlock, attentiveUpBlocks };
}

/**
 * The name of a UNet module (a diffusers key without `.weight`) in the original code, CompVis/stable-diffusion, without
 * `model.diffusion_model.`: `down_blocks.0.attentions.1.proj_in` -> `input_blocks.2.1.proj_in`. Null for a foreign name.
 */
export function ldmModuleName(module: string, layout: UNetLayout): string | null {
  const [stage, ...path] = module.split('.');
  switch (stage) {
    case 'down_blocks':
      return downName(path, layout);
    case 'mid_block':
      return midName(path);
    case 'up_blocks':
      return upName(path, layout);
    default:
      return OUTSIDE_BLOCKS.get(module) ?? null;
  }
}

const OUTSIDE_BLOCKS: ReadonlyMap<string, string> = new Map([
  ['conv_in', 'input_blocks.0.0'],
  ['conv_norm_out', 'out.0'],
  ['conv_out', 'out.2'],
  ['time_embedding.linear_1', 'time_embed.0'],
  ['time_embedding.linear_2', 'time_embed.2'],
  ['add_embedding.linear_1', 'label_emb.0.0'],
  ['add_embedding.linear_2', 'label_emb.0.2'],
]);

const RESNET_PARTS: ReadonlyMap<string, string> = new Map([
  ['norm1', 'in_layers.0'],
  ['conv1', 'in_layers.2'],
  ['norm2', 'out_layers.0'],
  ['conv2', 'out_layers.3'],
  ['time_emb_proj', 'emb_layers.1'],
  ['conv_shortcut', 'skip_connection'],
]);

function downName([block, kind, layer, ...rest]: readonly string[], { layersPerBlock }: UNetLayout): string | null {
  const first = 1 + Number(block) * (layersPerBlock + 1);
  if (kind === 'downsamplers') return `input_blocks.${first + layersPerBlock}.0.op`;
  return layerName(`input_blocks.${first + Number(layer)}`, { kind, rest });
}

function upName([block, kind, layer, ...rest]: readonly string[], layout: UNetLayout): string | null {
  const first = Number(block) * (layout.layersPerBlock + 1);
  if (kind === 'upsamplers') {
    const place = layout.attentiveUpBlocks.has(Number(block)) ? 2 : 1;
    return `output_blocks.${first + layout.layersPerBlock}.${place}.conv`;
  }
  return layerName(`output_blocks.${first + Number(layer)}`, { kind, rest });
}

function midName([kind, layer, ...rest]: readonly string[]): string | null {
  if (kind === 'attentions') return ['middle_block.1', ...rest].join('.');
  const part = RESNET_PARTS.get(rest.join('.'));
  return kind === 'resnets' && part ? `middle_block.${layer === '0' ? 0 : 2}.${part}` : null;
}

function layerName(block: string, { kind, rest }: { kind: string | undefined; rest: readonly string[] }) {
  if (kind === 'attentions') return [block, 1, ...rest].join('.');
  const part = RESNET_PARTS.get(rest.join('.'));
  return kind === 'resnets' && part ? `${block}.0.${part}` : null;
}
