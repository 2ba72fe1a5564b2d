import { layerCount } from '#renderer/engine/checkpoint/clip-names.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Channels of an attention head, in CLIP-L and every OpenCLIP alike. */
const HEAD_CHANNELS = 64;

export interface ClipTraits {
  /** OpenAI's CLIP takes the quick one, OpenCLIP the exact one. */
  readonly activation: 'quick_gelu' | 'gelu';
}

/** The config.json of a CLIP text model from the shapes of its weights (transformers keys). */
export function deriveClipConfig(clip: WeightMap, traits: ClipTraits): Record<string, unknown> {
  const shape = (key: string) => clip.get(key)?.shape;
  const [vocabulary, width = 0] = shape('text_model.embeddings.token_embedding.weight') ?? [];
  const projection = clip.get('text_projection.weight');
  return {
    vocab_size: vocabulary,
    hidden_size: width,
    intermediate_size: shape('text_model.encoder.layers.0.mlp.fc1.weight')?.[0],
    num_hidden_layers: layerCount(clip),
    num_attention_heads: Math.max(1, width / HEAD_CHANNELS),
    max_position_embeddings: shape('text_model.embeddings.position_embedding.weight')?.[0],
    hidden_act: traits.activation,
    // The sentence ends at the highest id, as the first exports have it; the end token is the highest one.
    eos_token_id: 2,
    ...(projection && {
      projection_dim: meantShape(projection)[0],
      projection_transposed: projection.transposed === true,
    }),
  };
}
