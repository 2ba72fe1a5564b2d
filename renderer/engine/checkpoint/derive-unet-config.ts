import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Widths of attention heads: SD 1 has this many heads at any width, what came after has heads of this many channels. */
const SD1_HEADS = 8;
const HEAD_CHANNELS = 64;

/** Channels of each number (size, crop …) in SDXL's added embedding; not visible in any shape. */
const ADDED_TIME_CHANNELS = 256;

/**
 * The config.json of a UNet2DConditionModel from the shapes of its weights (diffusers keys): everything that a single
 * file does not say. What no shape shows is as in every published model: 32 groups, eps 1e-5, and the heads above.
 * `sampleSize` = latent side it was trained at.
 */
export function deriveUNetConfig(unet: WeightMap, sampleSize: number): Record<string, unknown> {
  const shape = (key: string) => unet.get(key)?.shape;
  const down = stagesOf(unet, 'down_blocks');
  const up = stagesOf(unet, 'up_blocks');
  const channels = down.map((_, i) => shape(`down_blocks.${i}.resnets.0.conv1.weight`)?.[0] ?? 0);
  const projection = firstShape(unet, /\.attentions\.0\.proj_in\.weight$/);
  const isLinear = projection?.length === 2;
  const added = shape('add_embedding.linear_1.weight');
  const layers = down.map(({ resnets }) => resnets);
  return {
    in_channels: shape('conv_in.weight')?.[1],
    out_channels: shape('conv_out.weight')?.[0],
    sample_size: sampleSize,
    block_out_channels: channels,
    down_block_types: down.map(({ depths }) => (depths ? 'CrossAttnDownBlock2D' : 'DownBlock2D')),
    up_block_types: up.map(({ depths }) => (depths ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
    mid_block_type: middleType(unet),
    layers_per_block: allEqual(layers) ? layers[0] : layers,
    ...depthsOf(unet, down, up),
    attention_head_dim: isLinear ? channels.map((count) => Math.max(1, count / HEAD_CHANNELS)) : SD1_HEADS,
    cross_attention_dim: firstShape(unet, /\.attn2\.to_k\.weight$/)?.[1],
    use_linear_projection: isLinear,
    time_cond_proj_dim: shape('time_embedding.cond_proj.weight')?.[1] ?? null,
    addition_embed_type: added ? 'text_time' : null,
    addition_time_embed_dim: added ? ADDED_TIME_CHANNELS : null,
    projection_class_embeddings_input_dim: added?.[1] ?? null,
  };
}

/** The shape of the first weight whose key fits. */
export function firstShape(weights: WeightMap, pattern: RegExp): readonly number[] | undefined {
  for (const [key, { shape }] of weights) if (pattern.test(key)) return shape;
  return undefined;
}

interface Stage {
  readonly resnets: number;
  /** Transformer blocks behind each resnet; null without attention. */
  readonly depths: readonly number[] | null;
}

function stagesOf(unet: WeightMap, blocks: 'down_blocks' | 'up_blocks'): readonly Stage[] {
  const stages: { resnets: number; depths: number[] | null }[] = [];
  const pattern = new RegExp(
    `^${blocks}\\.(\\d+)\\.(resnets|attentions)\\.(\\d+)\\.(?:transformer_blocks\\.(\\d+)\\.)?`,
  );
  for (const key of unet.keys()) {
    const match = pattern.exec(key);
    if (!match) continue;
    const [block, layer] = [Number(match[1]), Number(match[3])];
    if (block >= STAGES_MAX || layer >= LAYERS_MAX) continue;
    while (stages.length <= block) stages.push({ resnets: 0, depths: null });
    const stage = stages[block]!;
    if (match[2] === 'resnets') stage.resnets = Math.max(stage.resnets, layer + 1);
    if (match[4] === undefined) continue;
    stage.depths ??= [];
    while (stage.depths.length <= layer) stage.depths.push(0);
    stage.depths[layer] = Math.max(stage.depths[layer]!, Number(match[4]) + 1);
  }
  return stages;
}

/** Beyond what any network has; a key with a larger number finds no place when the network is built. */
const STAGES_MAX = 16;
const LAYERS_MAX = 64;

function middleType(unet: WeightMap): string | null {
  if (unet.has('mid_block.attentions.0.norm.weight')) return 'UNetMidBlock2DCrossAttn';
  return unet.has('mid_block.resnets.0.norm1.weight') ? 'UNetMidBlock2D' : null;
}

/** Transformer blocks of a stage as diffusers spells them: one number for all its layers, or one for each. */
type Depth = number | readonly number[];

/** What stands where a stage has no attention and nobody reads it. */
const NO_DEPTH = 1;

/** The way up is spelt apart where it does not mirror the way down, as in SSD-1B. */
function depthsOf(unet: WeightMap, down: readonly Stage[], up: readonly Stage[]): Record<string, unknown> {
  const depths = down.map((stage) => depthOf(stage));
  // The middle has the depth of the last stage, which need not have attention itself.
  if (!down.at(-1)?.depths) depths[depths.length - 1] = middleDepth(unet);
  const mirrored = depths.toReversed();
  const isMirror = up.every((stage, i) => !stage.depths || String(depthOf(stage)) === String(mirrored[i]));
  const isPlain = depths.every((depth) => typeof depth === 'number');
  return {
    transformer_layers_per_block: isPlain && allEqual(depths) ? depths[0] : depths,
    reverse_transformer_layers_per_block: isPlain && isMirror ? null : up.map((stage) => depthOf(stage)),
  };
}

function depthOf({ depths }: Stage): Depth {
  if (!depths) return NO_DEPTH;
  return allEqual(depths) ? depths[0]! : depths;
}

function middleDepth(unet: WeightMap): number {
  let depth = NO_DEPTH;
  for (const key of unet.keys()) {
    const block = /^mid_block\.attentions\.0\.transformer_blocks\.(\d+)\./.exec(key);
    if (block) depth = Math.max(depth, Number(block[1]) + 1);
  }
  return depth;
}

function allEqual(values: readonly unknown[]): boolean {
  return values.every((value) => value === values[0]);
}
