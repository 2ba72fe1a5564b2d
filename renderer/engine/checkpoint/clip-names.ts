import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Carried by many files and used by no text encoder of Stable Diffusion. */
const UNUSED = /(^|\.)(position_ids|logit_scale|attn_mask)$|^text_projection(\.weight)?$/;

/** Weights by transformers keys, and names that the text encoder does not have. */
interface NamedClip {
  readonly weights: WeightMap;
  readonly foreign: readonly string[];
}

/** CLIP-L's weights of a single file; the first files lack `text_model.`. */
export function clipWeights(weights: WeightMap): NamedClip {
  const named = new Map<string, WeightEntry>();
  const foreign: string[] = [];
  for (const [name, entry] of weights) {
    if (UNUSED.test(name)) continue;
    const bare = name.replace(/^text_model\./, '');
    if (/^(embeddings|encoder|final_layer_norm)\./.test(bare)) named.set(`text_model.${bare}`, entry);
    else foreign.push(name);
  }
  return { weights: named, foreign };
}

const PROJECTION = 'text_projection.weight';

const OUTSIDE_LAYERS: ReadonlyMap<string, string> = new Map([
  ['positional_embedding', 'text_model.embeddings.position_embedding.weight'],
  ['token_embedding.weight', 'text_model.embeddings.token_embedding.weight'],
  ['ln_final.weight', 'text_model.final_layer_norm.weight'],
  ['ln_final.bias', 'text_model.final_layer_norm.bias'],
  ['text_projection.weight', PROJECTION],
]);

/** What OpenCLIP calls the parts of a layer, and transformers. */
export const OPEN_CLIP_LAYER_PARTS: ReadonlyMap<string, string> = new Map([
  ['ln_1', 'layer_norm1'],
  ['ln_2', 'layer_norm2'],
  ['mlp.c_fc', 'mlp.fc1'],
  ['mlp.c_proj', 'mlp.fc2'],
  ['attn.out_proj', 'self_attn.out_proj'],
]);

/**
 * OpenCLIP's weights (https://github.com/mlfoundations/open_clip) by transformers keys. Query, key and value are stored in
 * one matrix; their rows become three byte ranges of it.
 */
export function openClipWeights(weights: WeightMap): NamedClip {
  const named = new Map<string, WeightEntry>();
  const foreign: string[] = [];
  for (const [name, entry] of weights) {
    const outside = OUTSIDE_LAYERS.get(name);
    const inside = /^transformer\.resblocks\.(\d+)\.(.+)$/.exec(name);
    // A parameter of its own is multiplied from the right, a linear layer's weight from the left.
    if (name === 'text_projection') named.set(PROJECTION, { ...entry, transposed: true });
    else if (outside !== undefined) named.set(outside, entry);
    else if (inside && addLayerWeight(named, { layer: inside[1]!, name: inside[2]!, entry })) continue;
    else if (!UNUSED.test(name)) foreign.push(name);
  }
  return { weights: named, foreign };
}

/** Without the layers from `count` on, and without a projection: SD 2 reads the last layer but one. */
export function withoutLastLayers(weights: WeightMap, count: number): WeightMap {
  const kept = [...weights].filter(([key]) => {
    const layer = layerOf(key);
    return key !== PROJECTION && (layer === null || layer < count);
  });
  return new Map(kept);
}

/** Transformer layers of a text encoder, by its transformers keys. */
export function layerCount(weights: WeightMap): number {
  let count = 0;
  for (const key of weights.keys()) count = Math.max(count, (layerOf(key) ?? -1) + 1);
  return count;
}

function layerOf(key: string): number | null {
  const layer = /^text_model\.encoder\.layers\.(\d+)\./.exec(key);
  return layer ? Number(layer[1]) : null;
}

function addLayerWeight(
  named: Map<string, WeightEntry>,
  { layer, name, entry }: { layer: string; name: string; entry: WeightEntry },
): boolean {
  const to = `text_model.encoder.layers.${layer}`;
  const joined = /^attn\.in_proj_(weight|bias)$/.exec(name);
  if (joined) {
    for (const [i, part] of ['q', 'k', 'v'].entries()) {
      named.set(`${to}.self_attn.${part}_proj.${joined[1]}`, thirdOf(entry, i));
    }
    return true;
  }
  const dot = name.lastIndexOf('.');
  const part = OPEN_CLIP_LAYER_PARTS.get(name.slice(0, dot));
  if (part !== undefined) named.set(`${to}.${part}${name.slice(dot)}`, entry);
  return part !== undefined;
}

/** Rows of one third: a byte range of its own. Queries, keys and values are stored together so. */
export function thirdOf(entry: WeightEntry, i: number): WeightEntry {
  // Rows of a matrix that lies column by column are no byte range; whoever asks for one is told.
  const bytes = entry.bytes / 3;
  const [rows = 0, ...columns] = entry.shape;
  return { ...entry, offset: entry.offset + i * bytes, bytes, shape: [rows / 3, ...columns] };
}
