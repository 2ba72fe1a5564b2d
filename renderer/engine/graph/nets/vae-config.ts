import { type ConfigReader, configReader, isCount, listOf } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';

/** An AutoencoderKL, read from its config.json. */
export interface VaeConfig {
  readonly imageChannels: number;
  readonly latentChannels: number;
  /** Per stage, from the picture inwards. */
  readonly channels: readonly number[];
  readonly layers: number;
  readonly groups: number;
  readonly scalingFactor: number;
  /** Per channel, of latents that are brought to unit variance channel by channel; null = by the factor alone. */
  readonly latentsMean: readonly number[] | null;
  readonly latentsStd: readonly number[] | null;
  /** Its activations exceed half precision, so it computes in float32 whatever the other networks do. */
  readonly exact: boolean;
  /** Whether the middle has an attention layer between its two resnets. */
  readonly middleAttention: boolean;
  /** Picture side the model was trained at; 512 when the file does not say. Any size can be run. */
  readonly sampleSize: number;
  readonly quantConv: boolean;
  readonly postQuantConv: boolean;
}

/** Reads a diffusers AutoencoderKL config.json, with its defaults. Throws Failure('invalid') for what is not built. */
export function parseVaeConfig(json: unknown): VaeConfig {
  const read = configReader(json, 'vae');
  const channels = read.integers('block_out_channels', [64]);
  read.only('act_fn', 'silu');
  read.only('shift_factor', null);
  refuseOtherBlocks(read.texts('down_block_types', []), 'DownEncoderBlock2D', () =>
    read.fail('down_block_types', message('setting.throughout', { name: 'DownEncoderBlock2D' })),
  );
  refuseOtherBlocks(read.texts('up_block_types', []), 'UpDecoderBlock2D', () =>
    read.fail('up_block_types', message('setting.throughout', { name: 'UpDecoderBlock2D' })),
  );
  const groups = read.integer('norm_num_groups', 32);
  if (channels.some((count) => count % groups !== 0)) {
    throw read.fail('norm_num_groups', message('setting.divisor', { of: channels.join(',') }));
  }
  return {
    imageChannels: read.integer('in_channels', 3),
    latentChannels: read.integer('latent_channels', 4),
    channels,
    layers: read.integer('layers_per_block', 1),
    groups,
    scalingFactor: read.number('scaling_factor', 0.18215),
    ...channelScale(read),
    // diffusers' default is true for old files that do not say, and it then asks only SDXL's pipelines.
    exact: read.flag('force_upcast', false),
    middleAttention: read.flag('mid_block_add_attention', true),
    sampleSize: isCount(read.raw('sample_size')) ? read.integer('sample_size') : 512,
    quantConv: read.flag('use_quant_conv', true),
    postQuantConv: read.flag('use_post_quant_conv', true),
  };
}

/** Both lists or neither, one number for each latent channel. */
function channelScale(read: ConfigReader): Pick<VaeConfig, 'latentsMean' | 'latentsStd'> {
  const count = read.integer('latent_channels', 4);
  const [latentsMean, latentsStd] = (['latents_mean', 'latents_std'] as const).map((key) => {
    const value = read.raw(key);
    if (value === null) return null;
    const isNumber = (item: unknown): item is number => typeof item === 'number' && Number.isFinite(item);
    if (listOf(isNumber)(value) && value.length === count) return value;
    throw read.fail(key, message('setting.numbers', { count }));
  }) as [readonly number[] | null, readonly number[] | null];
  if ((latentsMean === null) !== (latentsStd === null)) {
    throw read.fail('latents_std', message('setting.given-with', { key: 'latents_mean' }));
  }
  return { latentsMean, latentsStd };
}

function refuseOtherBlocks(types: readonly string[], only: string, failure: () => Error): void {
  if (types.some((type) => type !== only)) throw failure();
}
