import { OPEN_CLIP_LAYER_PARTS, thirdOf } from '#renderer/engine/checkpoint/clip-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

const PROJECTION = 'visual_projection.weight';

/** Of OpenCLIP's and OpenAI's files, where they differ from transformers' beyond the layers. */
const OUTSIDE_LAYERS: ReadonlyMap<string, string> = new Map([
  ['class_embedding', 'embeddings.class_embedding'],
  ['positional_embedding', 'embeddings.position_embedding.weight'],
  ['conv1.weight', 'embeddings.patch_embedding.weight'],
  ['ln_pre.weight', 'pre_layrnorm.weight'],
  ['ln_pre.bias', 'pre_layrnorm.bias'],
  ['ln_post.weight', 'post_layernorm.weight'],
  ['ln_post.bias', 'post_layernorm.bias'],
]);

/**
 * The vision half of a CLIP model by transformers' keys, from any of the files there are: that half alone or with the
 * half for words, as transformers, OpenCLIP (https://github.com/mlfoundations/open_clip) or OpenAI name them. Null for
 * a file that has none.
 */
export function clipVisionWeights(weights: WeightMap): WeightMap | null {
  if (weights.has('vision_model.embeddings.class_embedding')) {
    return new Map([...weights].filter(([key]) => key.startsWith('vision_model.') || key === PROJECTION));
  }
  const prefix = ['visual.', ''].find((start) => weights.has(`${start}class_embedding`));
  if (prefix === undefined || !weights.has(`${prefix}conv1.weight`)) return null;
  const named = new Map<string, WeightEntry>();
  for (const [key, entry] of weights) {
    if (key.startsWith(prefix))
      for (const [name, part] of namedParts(key.slice(prefix.length), entry)) named.set(name, part);
  }
  return named;
}

function namedParts(name: string, entry: WeightEntry): readonly (readonly [string, WeightEntry])[] {
  // A parameter of its own is multiplied from the right, a linear layer's weight from the left.
  if (name === 'proj') return [[PROJECTION, { ...entry, transposed: true }]];
  const outside = OUTSIDE_LAYERS.get(name);
  if (outside !== undefined) return [[`vision_model.${outside}`, entry]];
  const [, layer = '', inside = ''] = /^transformer\.resblocks\.(\d+)\.(.+)$/.exec(name) ?? [];
  const to = `vision_model.encoder.layers.${layer}`;
  const [, joined = ''] = /^attn\.in_proj_(weight|bias)$/.exec(inside) ?? [];
  if (joined) return ['q', 'k', 'v'].map((part, i) => [`${to}.self_attn.${part}_proj.${joined}`, thirdOf(entry, i)]);
  const dot = inside.lastIndexOf('.');
  const part = OPEN_CLIP_LAYER_PARTS.get(inside.slice(0, dot));
  return [[part === undefined ? name : `${to}.${part}${inside.slice(dot)}`, entry]];
}
