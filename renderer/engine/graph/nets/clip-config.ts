import { configReader } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';

/** A CLIP text model, read from its config.json. */
export interface ClipConfig {
  readonly vocabulary: number;
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  readonly positions: number;
  readonly eps: number;
  readonly activation: 'quick_gelu' | 'gelu';
  /** Width of the projected sentence embedding; only models with a `text_projection` weight have one. */
  readonly projectionWidth: number;
  /** Whether that weight is stored as OpenCLIP does it, (width, projection); transformers never says so. */
  readonly projectionTransposed: boolean;
  /** Where the sentence ends: at the first of this id, or (null) at the highest id, as the first CLIP exports did it. */
  readonly endId: number | null;
}

/** Reads a transformers CLIPTextModel config.json, with its defaults. Throws Failure('invalid') for what is not built. */
export function parseClipConfig(json: unknown): ClipConfig {
  const read = configReader(json, 'text encoder');
  const activation = read.text('hidden_act', 'quick_gelu');
  if (activation !== 'quick_gelu' && activation !== 'gelu')
    throw read.fail('hidden_act', message('setting.either', { known: ['quick_gelu', 'gelu'] }));
  const width = read.integer('hidden_size', 512);
  const heads = read.integer('num_attention_heads', 8);
  if (width % heads !== 0) throw read.fail('num_attention_heads', message('setting.divisor', { of: String(width) }));
  const end = read.number('eos_token_id', 49407);
  return {
    vocabulary: read.integer('vocab_size', 49408),
    width,
    inner: read.integer('intermediate_size', 2048),
    layers: read.integer('num_hidden_layers', 12),
    heads,
    positions: read.integer('max_position_embeddings', 77),
    eps: read.number('layer_norm_eps', 1e-5),
    activation,
    projectionWidth: read.integer('projection_dim', 512),
    projectionTransposed: read.flag('projection_transposed', false),
    endId: end === 2 ? null : end,
  };
}
