import { configReader, isCount, listOf } from '#renderer/engine/graph/nets/config-reader.ts';
import { parseUNetConfig, type UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { message } from '#shared/text/failure.ts';

/** A ControlNetModel, read from its config.json and with nothing left to decide. */
export interface ControlNetConfig {
  /** The half of a UNet that it is a copy of: the way down and the middle. */
  readonly unet: UNetConfig;
  /** Channels of the convolutions that read the picture; each but the last is followed by one that halves the sides. */
  readonly pictureChannels: readonly number[];
  /** Red and blue change places. */
  readonly readsBgr: boolean;
  /** Of a residual only its mean over the picture counts, (b, c, 1, 1). */
  readonly isGlobal: boolean;
}

const DOWN_BLOCKS = ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'];
const PICTURE_CHANNELS = [16, 32, 96, 256];

/**
 * Reads a diffusers ControlNet config.json, with diffusers' defaults. Throws Failure('invalid') for what is not built.
 * Depths of 0 are those of a small network, whose middle keeps an attention without layers.
 */
export function parseControlNetConfig(json: unknown): ControlNetConfig {
  const read = configReader(json, 'control network');
  read.only('conditioning_channels', 3);
  const order = read.text('controlnet_conditioning_channel_order', 'rgb');
  if (order !== 'rgb' && order !== 'bgr') {
    throw read.fail('controlnet_conditioning_channel_order', message('setting.either', { known: ['rgb', 'bgr'] }));
  }
  const down = read.texts('down_block_types', DOWN_BLOCKS);
  const up = down.toReversed().map((type) => type.replace('DownBlock', 'UpBlock'));
  const unet = parseUNetConfig({ ...(json as object), down_block_types: down, up_block_types: up });
  const pictureChannels = read.raw('conditioning_embedding_out_channels') ?? PICTURE_CHANNELS;
  if (!listOf(isCount)(pictureChannels) || pictureChannels.length < 2) {
    throw read.fail('conditioning_embedding_out_channels', message('setting.whole-list'));
  }
  return { unet, pictureChannels, readsBgr: order === 'bgr', isGlobal: read.flag('global_pool_conditions', false) };
}
