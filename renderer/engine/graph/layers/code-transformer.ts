import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { embedding, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';

const EPS = 1e-5;

interface CodeShape {
  readonly codeWidth: number;
  readonly codes: number;
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
}

/**
 * The row of a code book that fits each place of an image (1, code width, h, w), chosen by all places together. Gives
 * the image of the chosen rows, and how well each row fits, (1, h·w, codes).
 */
export function codeTransformer(graph: Graph, features: Value, shape: CodeShape): { chosen: Value; logits: Value } {
  const { codeWidth, codes, width, layers } = shape;
  const [, , height, across] = features.dims;
  const places = graph.weight('position_emb', [Number(height) * Number(across), width]);
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: features }, attributes: {} });
  let x = linear(graph.scope('feat_emb'), tokens, { inputs: codeWidth, outputs: width });
  for (let i = 0; i < layers; i++) x = layer(graph.scope('ft_layers', i), x, { ...shape, places });
  const normed = layerNorm(graph.scope('idx_pred_layer', 0), x, { channels: width, eps: EPS });
  const logits = linear(graph.scope('idx_pred_layer', 1), normed, { inputs: width, outputs: codes, bias: false });
  const best = graph.op('ArgMax', [logits], { axis: 2, keepdims: 0 });
  const rows = embedding(graph.scope('quantize', 'embedding'), best, { rows: codes, width: codeWidth });
  const chosen = graph.layer('TokensAsPixels', { operands: { tokens: rows, like: features }, attributes: {} });
  return { chosen, logits };
}

interface LayerShape extends CodeShape {
  readonly places: Value;
}

/** Places are told to queries and keys alone. */
function layer(graph: Graph, x: Value, { width, inner, heads, places }: LayerShape): Value {
  const norm = { channels: width, eps: EPS };
  const first = layerNorm(graph.scope('norm1'), x, norm);
  const placed = graph.op('Add', [first, places]);
  const attention = graph.scope('self_attn');
  const project = (name: string, from: Value) => linear(attention.scope(name), from, { inputs: width, outputs: width });
  const operands = {
    q: project('q_proj', placed),
    k: project('k_proj', placed),
    v: project('v_proj', first),
    bias: null,
  };
  const mixed = graph.layer('Attention', { operands, attributes: { heads, causal: false } });
  const outward = linear(attention.scope('out_proj'), mixed, { inputs: width, outputs: width });
  const seen = graph.op('Add', [x, outward]);
  const second = layerNorm(graph.scope('norm2'), seen, norm);
  const wide = graph.op('Gelu', [linear(graph.scope('linear1'), second, { inputs: width, outputs: inner })]);
  return graph.op('Add', [seen, linear(graph.scope('linear2'), wide, { inputs: inner, outputs: width })]);
}
