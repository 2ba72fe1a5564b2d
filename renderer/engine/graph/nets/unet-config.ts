import { type ConfigReader, configReader, isCount, listOf } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** One resolution of the UNet, on the way down or up. */
export interface Stage {
  readonly channels: number;
  /** Resnets in this stage. */
  readonly layers: number;
  /** Transformer blocks after each resnet; null where the stage has no attention. */
  readonly depths: readonly number[] | null;
  readonly heads: number;
  readonly contextWidth: number;
  /** Whether a down- or upsampler follows. */
  readonly resamples: boolean;
}

/** The middle: two resnets round a transformer, one resnet alone, or nothing. */
export type Middle =
  | { readonly kind: 'attention'; readonly depth: number; readonly heads: number; readonly contextWidth: number }
  | { readonly kind: 'resnet' }
  | { readonly kind: 'none' };

/** A UNet2DConditionModel, read from its config.json and with nothing left to decide. */
export interface UNetConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly eps: number;
  readonly linearProjection: boolean;
  /** Attention in float32 whatever the rest computes in. */
  readonly exactAttention: boolean;
  /** In the order of the forward pass. */
  readonly down: readonly Stage[];
  readonly middle: Middle;
  readonly up: readonly Stage[];
  /** Channels of the outermost stage. */
  readonly baseChannels: number;
  readonly timeWidth: number;
  /** Cosines before sines in the timestep embedding. */
  readonly cosinesFirst: boolean;
  readonly frequencyShift: number;
  /** Width of the guidance embedding of distilled models; null for others. */
  readonly guidanceWidth: number | null;
  /** Pooled text and sizes (SDXL): numbers per size embedding, and width of all of it. */
  readonly textTime: { readonly numberWidth: number; readonly width: number } | null;
  /** Latent side the model was trained at; 64 when the file does not say. Any size can be run. */
  readonly sampleSize: number;
}

const DOWN_BLOCKS = ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'];
const MIDDLES = ['UNetMidBlock2DCrossAttn', 'UNetMidBlock2D', 'null'];
const UP_BLOCKS = ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'];

/** Reads a diffusers UNet config.json, with diffusers' defaults. Throws Failure('invalid') for what is not built. */
export function parseUNetConfig(json: unknown): UNetConfig {
  const read = configReader(json, 'unet');
  refuseUnsupported(read);
  const channels = read.integers('block_out_channels', [320, 640, 1280, 1280]);
  const downTypes = read.texts('down_block_types', DOWN_BLOCKS);
  const upTypes = read.texts('up_block_types', UP_BLOCKS);
  const count = channels.length;
  if (downTypes.length !== count) throw read.fail('down_block_types', message('setting.names', { count }));
  if (upTypes.length !== count) throw read.fail('up_block_types', message('setting.names', { count }));
  const per = perStage(read, count);
  checkDivisors(read, { channels, heads: per.heads });
  const stages = { read, channels, per };
  return {
    inChannels: read.integer('in_channels', 4),
    outChannels: read.integer('out_channels', 4),
    groups: read.integer('norm_num_groups', 32),
    eps: read.number('norm_eps', 1e-5),
    linearProjection: read.flag('use_linear_projection', false),
    exactAttention: read.flag('upcast_attention', false),
    down: downTypes.map((type, i) => downStage(stages, type, i)),
    middle: parseMiddle(read, per),
    up: upTypes.map((type, i) => upStage(stages, type, i)),
    baseChannels: channels[0]!,
    timeWidth: read.integer('time_embedding_dim', channels[0]! * 4),
    cosinesFirst: read.flag('flip_sin_to_cos', true),
    frequencyShift: read.number('freq_shift', 0),
    guidanceWidth: read.raw('time_cond_proj_dim') === null ? null : read.integer('time_cond_proj_dim'),
    textTime: parseTextTime(read),
    sampleSize: isCount(read.raw('sample_size')) ? read.integer('sample_size') : 64,
  };
}

/** Every option of the class that changes the network and that no supported family uses. */
function refuseUnsupported(read: ConfigReader): void {
  read.only('act_fn', 'silu');
  read.only('center_input_sample', false);
  read.only('class_embed_type', null);
  read.only('num_class_embeds', null);
  read.only('encoder_hid_dim', null);
  read.only('encoder_hid_dim_type', null);
  read.only('dual_cross_attention', false);
  read.only('only_cross_attention', false);
  read.only('mid_block_only_cross_attention', false, false);
  read.only('cross_attention_norm', null);
  read.only('resnet_time_scale_shift', 'default');
  read.only('resnet_skip_time_act', false);
  read.only('resnet_out_scale_factor', 1);
  read.only('mid_block_scale_factor', 1);
  read.only('time_embedding_type', 'positional');
  read.only('time_embedding_act_fn', null);
  read.only('timestep_post_act', null);
  read.only('conv_in_kernel', 3);
  read.only('conv_out_kernel', 3);
  read.only('downsample_padding', 1);
  read.only('attention_type', 'default');
}

/** Groups and heads split channels evenly, and the time embedding has as many sines as cosines. */
function checkDivisors(
  read: ConfigReader,
  { channels, heads }: { channels: readonly number[]; heads: readonly number[] },
): void {
  const groups = read.integer('norm_num_groups', 32);
  const ungrouped = channels.find((count) => count % groups !== 0);
  if (ungrouped !== undefined) throw read.fail('norm_num_groups', divisorOf(ungrouped));
  const unshared = channels.find((count, i) => count % heads[i]! !== 0);
  if (unshared !== undefined) throw read.fail('attention_head_dim', divisorOf(unshared));
  if (channels[0]! % 2 !== 0) throw read.fail('block_out_channels', message('setting.even-first'));
}

/** Settings that are one value for all stages or a list with one per stage, as lists in down order. */
interface PerStage {
  readonly layers: readonly number[];
  readonly heads: readonly number[];
  readonly contextWidths: readonly number[];
  readonly depths: readonly Depth[];
  /** Depths in up order. */
  readonly upDepths: readonly Depth[];
}

/** Transformer blocks after every resnet of a stage: the same for all, or a number for each. */
type Depth = number | readonly number[];

function perStage(read: ConfigReader, count: number): PerStage {
  const counts = (key: string, fallback: number) => spread(read, { key, fallback, count, is: isCount });
  const depths = spread(read, { key: 'transformer_layers_per_block', fallback: 1, count, is: isDepth });
  const reversed = read.raw('reverse_transformer_layers_per_block');
  const nested = depths.some((depth) => typeof depth !== 'number');
  const upDepths =
    reversed === null
      ? depths.toReversed()
      : spread(read, { key: 'reverse_transformer_layers_per_block', fallback: 1, count, is: isDepth });
  if (reversed === null && nested) {
    throw read.fail('reverse_transformer_layers_per_block', message('setting.given-nested'));
  }
  const heads = read.raw('num_attention_heads') === null ? 'attention_head_dim' : 'num_attention_heads';
  return {
    layers: counts('layers_per_block', 2),
    heads: counts(heads, 8),
    contextWidths: counts('cross_attention_dim', 1280),
    depths,
    upDepths,
  };
}

interface Spread<T> {
  readonly key: string;
  readonly fallback: T;
  readonly count: number;
  readonly is: (value: unknown) => value is T;
}

function spread<T>(read: ConfigReader, { key, fallback, count, is }: Spread<T>): readonly T[] {
  const value = read.raw(key) ?? fallback;
  if (listOf(is)(value) && value.length === count) return value;
  if (is(value)) return Array.from({ length: count }, () => value);
  throw read.fail(key, message('setting.number-or-list', { count }));
}

function isDepth(value: unknown): value is Depth {
  const isLayers = (one: unknown): one is number => one === 0 || isCount(one);
  return isLayers(value) || listOf(isLayers)(value);
}

interface Stages {
  readonly read: ConfigReader;
  readonly channels: readonly number[];
  readonly per: PerStage;
}

function downStage({ read, channels, per }: Stages, type: string, i: number): Stage {
  if (type !== 'DownBlock2D' && type !== 'CrossAttnDownBlock2D') {
    throw read.fail('down_block_types', message('setting.of', { known: ['DownBlock2D', 'CrossAttnDownBlock2D'] }));
  }
  const layers = per.layers[i]!;
  return {
    channels: channels[i]!,
    layers,
    depths: type === 'DownBlock2D' ? null : depthPerLayer(read, per.depths[i]!, layers),
    heads: per.heads[i]!,
    contextWidth: per.contextWidths[i]!,
    resamples: i < channels.length - 1,
  };
}

function upStage({ read, channels, per }: Stages, type: string, i: number): Stage {
  if (type !== 'UpBlock2D' && type !== 'CrossAttnUpBlock2D') {
    throw read.fail('up_block_types', message('setting.of', { known: ['UpBlock2D', 'CrossAttnUpBlock2D'] }));
  }
  const mirrored = channels.length - 1 - i;
  const layers = per.layers[mirrored]! + 1;
  return {
    channels: channels[mirrored]!,
    layers,
    depths: type === 'UpBlock2D' ? null : depthPerLayer(read, per.upDepths[i]!, layers),
    heads: per.heads[mirrored]!,
    contextWidth: per.contextWidths[mirrored]!,
    resamples: mirrored > 0,
  };
}

function depthPerLayer(read: ConfigReader, depth: Depth, layers: number): readonly number[] {
  if (typeof depth === 'number') return Array.from({ length: layers }, () => depth);
  if (depth.length === layers) return depth;
  throw read.fail('transformer_layers_per_block', message('setting.per-layer', { layers }));
}

function parseMiddle(read: ConfigReader, per: PerStage): Middle {
  const type = read.raw('mid_block_type');
  // An explicit null means that there is no middle; absent means the default.
  if (type === null && read.has('mid_block_type')) return { kind: 'none' };
  switch (type ?? 'UNetMidBlock2DCrossAttn') {
    case 'UNetMidBlock2D':
      return { kind: 'resnet' };
    case 'UNetMidBlock2DCrossAttn': {
      const depth = per.depths.at(-1)!;
      const first = typeof depth === 'number' ? depth : depth[0]!;
      return { kind: 'attention', depth: first, heads: per.heads.at(-1)!, contextWidth: per.contextWidths.at(-1)! };
    }
    default:
      throw read.fail('mid_block_type', message('setting.either', { known: MIDDLES }));
  }
}

function parseTextTime(read: ConfigReader): UNetConfig['textTime'] {
  if (read.raw('addition_embed_type') === null) return null;
  read.only('addition_embed_type', 'text_time');
  return {
    numberWidth: read.integer('addition_time_embed_dim'),
    width: read.integer('projection_class_embeddings_input_dim'),
  };
}

function divisorOf(count: number): Message {
  return message('setting.divisor', { of: String(count) });
}
