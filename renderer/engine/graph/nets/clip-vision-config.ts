import { configReader } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';

/** A CLIP vision model with a projection. */
export interface ClipVisionConfig {
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Pixels of the square picture's side. */
  readonly side: number;
  /** Pixels of a patch's side. */
  readonly patch: number;
  readonly eps: number;
  readonly activation: 'quick_gelu' | 'gelu';
  /** Width of a picture's embedding. */
  readonly projectionWidth: number;
  /** Whether the projection is stored as OpenCLIP does it, (width, projection); transformers never says so. */
  readonly projectionTransposed: boolean;
}

/**
 * Reads a transformers CLIPVisionModelWithProjection config.json, or that of a whole CLIP model, with its defaults.
 * Throws Failure('invalid') for what is not built.
 */
export function parseClipVisionConfig(json: unknown): ClipVisionConfig {
  const outer = configReader(json, 'image encoder');
  const inner = outer.raw('vision_config');
  const read = inner === null ? outer : configReader(inner, 'image encoder');
  const activation = read.text('hidden_act', 'quick_gelu');
  if (activation !== 'quick_gelu' && activation !== 'gelu')
    throw read.fail('hidden_act', message('setting.either', { known: ['quick_gelu', 'gelu'] }));
  read.only('num_channels', 3);
  const width = read.integer('hidden_size', 768);
  const heads = read.integer('num_attention_heads', 12);
  if (width % heads !== 0) throw read.fail('num_attention_heads', message('setting.divisor', { of: String(width) }));
  const side = read.integer('image_size', 224);
  const patch = read.integer('patch_size', 32);
  if (side % patch !== 0) throw read.fail('patch_size', message('setting.divisor', { of: String(side) }));
  return {
    width,
    inner: read.integer('intermediate_size', 3072),
    layers: read.integer('num_hidden_layers', 12),
    heads,
    side,
    patch,
    eps: read.number('layer_norm_eps', 1e-5),
    activation,
    projectionWidth: outer.integer('projection_dim', read.integer('projection_dim', 512)),
    projectionTransposed: read.flag('projection_transposed', false),
  };
}

/** Tokens that a picture becomes: one for each patch, and one for the whole. */
export function visionTokens({ side, patch }: Pick<ClipVisionConfig, 'side' | 'patch'>): number {
  return (side / patch) ** 2 + 1;
}
