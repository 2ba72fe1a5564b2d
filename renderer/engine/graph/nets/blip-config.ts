import { type ConfigReader, configReader } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';

/** The half of BLIP that looks at a picture. */
export interface BlipVisionConfig {
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Side of the picture that it reads, in pixels. */
  readonly side: number;
  /** Side of the squares that are one token each. */
  readonly patch: number;
  readonly eps: number;
}

/** The half that writes. */
export interface BlipTextConfig {
  readonly vocabulary: number;
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  readonly positions: number;
  readonly eps: number;
  /** The token that every text begins with. */
  readonly startId: number;
  readonly endId: number;
}

/** A network that says what is in a picture (https://arxiv.org/abs/2201.12086). */
export interface BlipConfig {
  readonly vision: BlipVisionConfig;
  readonly text: BlipTextConfig;
}

/** Reads transformers' config.json of a BlipForConditionalGeneration. Throws Failure('invalid') for what is not built. */
export function parseBlipConfig(json: unknown): BlipConfig {
  const read = configReader(json, 'captioner');
  return { vision: parseVision(read.raw('vision_config') ?? {}), text: parseText(read.raw('text_config') ?? {}) };
}

function parseVision(json: unknown): BlipVisionConfig {
  const read = configReader(json, 'captioner');
  read.only('hidden_act', 'gelu');
  return {
    ...sizesOf(read),
    side: read.integer('image_size', 384),
    patch: read.integer('patch_size', 16),
    eps: read.number('layer_norm_eps', 1e-5),
  };
}

function parseText(json: unknown): BlipTextConfig {
  const read = configReader(json, 'captioner');
  read.only('hidden_act', 'gelu');
  return {
    ...sizesOf(read),
    vocabulary: read.integer('vocab_size', 30_524),
    positions: read.integer('max_position_embeddings', 512),
    eps: read.number('layer_norm_eps', 1e-12),
    startId: read.integer('bos_token_id', 30_522),
    endId: read.integer('sep_token_id', 102),
  };
}

function sizesOf(read: ConfigReader): Pick<BlipVisionConfig, 'width' | 'inner' | 'layers' | 'heads'> {
  const width = read.integer('hidden_size', 768);
  const heads = read.integer('num_attention_heads', 12);
  if (width % heads !== 0) throw read.fail('num_attention_heads', message('setting.divisor', { of: String(width) }));
  return {
    width,
    heads,
    inner: read.integer('intermediate_size', 3072),
    layers: read.integer('num_hidden_layers', 12),
  };
}
