import { configReader, isCount } from '#renderer/engine/graph/config-reader.ts';

/** An AutoencoderKL, read from its config.json. */
export interface VaeConfig {
  readonly imageChannels: number;
  readonly latentChannels: number;
  /** Per stage, from the picture inwards. */
  readonly channels: readonly number[];
  readonly layers: number;
  readonly groups: number;
  readonly scalingFactor: number;
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
  read.only('latents_mean', null);
  read.only('latents_std', null);
  read.only('shift_factor', null);
  refuseOtherBlocks(read.texts('down_block_types', []), 'DownEncoderBlock2D', () =>
    read.fail('down_block_types', 'DownEncoderBlock2D throughout'),
  );
  refuseOtherBlocks(read.texts('up_block_types', []), 'UpDecoderBlock2D', () =>
    read.fail('up_block_types', 'UpDecoderBlock2D throughout'),
  );
  const groups = read.integer('norm_num_groups', 32);
  if (channels.some((count) => count % groups !== 0)) throw read.fail('norm_num_groups', `a divisor of ${channels}`);
  return {
    imageChannels: read.integer('in_channels', 3),
    latentChannels: read.integer('latent_channels', 4),
    channels,
    layers: read.integer('layers_per_block', 1),
    groups,
    scalingFactor: read.number('scaling_factor', 0.18215),
    middleAttention: read.flag('mid_block_add_attention', true),
    sampleSize: isCount(read.raw('sample_size')) ? read.integer('sample_size') : 512,
    quantConv: read.flag('use_quant_conv', true),
    postQuantConv: read.flag('use_post_quant_conv', true),
  };
}

function refuseOtherBlocks(types: readonly string[], only: string, failure: () => Error): void {
  if (types.some((type) => type !== only)) throw failure();
}
