import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import { golden, parameter, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { checkpoint } from '#test/renderer/engine/training/brief-training.ts';

/** A small UNet of SDXL's kind that reads two of the demo model's text encoders. */
export function withSmallXl(use: (xl: Checkpoint) => Promise<void>): Promise<void> {
  const { config } = XL_WITHOUT_WEIGHTS.unet;
  const shapes = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, UNREAD));
  return withParameters(shapes, (weights) => use({ ...XL_WITHOUT_WEIGHTS, unet: { config, weights } }), smallerNumbers);
}

const READS_TEXT = /attn2\.to_[kv]\.weight|add_embedding\.linear_1\.weight/;

/** What text encoders give is large, and by whole numbers the loss bends more than a difference of two losses can follow. */
function smallerNumbers(key: string, shape: readonly number[]): Float32Array {
  return parameter(key, shape).map((value) => (READS_TEXT.test(key) ? value * TEXT_SHARE : value));
}

const TEXT_SHARE = 0.3;

/** The same before its UNet has any numbers. */
export const XL_WITHOUT_WEIGHTS: Checkpoint = withoutWeights();

function withoutWeights(): Checkpoint {
  const encoder = checkpoint.textEncoders[0]!;
  const width = Number((encoder.config as { hidden_size: number }).hidden_size);
  const sizes = { cross_attention_dim: 2 * width, projection_class_embeddings_input_dim: width + 6 * 8 };
  const unet = { config: { ...golden.unet.sdxl!.config, ...sizes }, weights: new Map() };
  return { ...checkpoint, family: 'sdxl', unet, textEncoders: [encoder, encoder] };
}
