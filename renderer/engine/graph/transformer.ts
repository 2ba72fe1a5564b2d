import { attention, attentionBias } from '#renderer/engine/graph/attention.ts';
import type { Graph, Value } from '#renderer/engine/graph/graph.ts';
import { addAndNorm, addSkip, groupNorm, layerNorm, linear, type Skip } from '#renderer/engine/graph/layers.ts';

export interface TransformerShape {
  readonly channels: number;
  readonly heads: number;
  readonly contextWidth: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly groups: number;
  /** The projections in and out are stored as (c, c) instead of (c, c, 1, 1). */
  readonly linearProjection: boolean;
}

/** diffusers fixes these two inside Transformer2DModel, whatever the network's own norm_eps is. */
const GROUP_NORM_EPS = 1e-6;
const LAYER_NORM_EPS = 1e-5;

/**
 * Transformer2DModel: an image (b, c, h, w) attends to itself and to the prompt.
 *
 *     x ─┬─► norm ─► proj_in ─► tokens ─► block × depth ─► proj_out ─► (+) ─►
 *        └───────────────────────────────────────────────────────────────┘
 */
export function transformer(graph: Graph, operands: { x: Value; context: Value }, shape: TransformerShape): Value {
  const { x, context } = operands;
  const { channels, depth } = shape;
  const sizes = { inputs: channels, outputs: channels };
  const normed = groupNorm(graph.scope('norm'), x, { channels, groups: shape.groups, eps: GROUP_NORM_EPS });
  const image = graph.op('Reshape', [normed, graph.ints([0, 0, -1])]);

  const projIn = graph.scope('proj_in');
  const tokens = graph.dialect.imageToTokens(projIn, { image, weight: square(projIn, shape) }, sizes);
  let trunk = projIn.op('Add', [tokens, projIn.weight('bias', [channels])]);
  let skip: Skip | null = null;
  for (let i = 0; i < depth; i++) {
    const block = graph.scope('transformer_blocks', i);
    skip = transformerBlock(block, { trunk, skip, context }, shape);
    trunk = skip.trunk;
  }
  const last = skip ? addSkip(graph, skip) : trunk;

  const projOut = graph.scope('proj_out');
  const pixels = graph.dialect.tokensToImage(projOut, { tokens: last, weight: square(projOut, shape) }, sizes);
  const bias = projOut.op('Reshape', [projOut.weight('bias', [channels]), graph.ints([channels, 1])]);
  const result = projOut.op('Reshape', [projOut.op('Add', [pixels, bias]), graph.op('Shape', [x])]);
  return graph.op('Add', [result, x]);
}

/**
 * BasicTransformerBlock. The residual of its last branch is left open and added by whoever comes next, together with
 * the next normalisation:
 *
 *     norm1 ─► attn1 ─(+)─► norm2 ─► attn2 ─(+)─► norm3 ─► ff ─(+ …
 */
function transformerBlock(
  graph: Graph,
  { trunk, skip, context }: { trunk: Value; skip: Skip | null; context: Value },
  { channels, heads, contextWidth }: TransformerShape,
): Skip {
  const norm = { channels, eps: LAYER_NORM_EPS };
  const first = skip
    ? addAndNorm(graph.scope('norm1'), skip, norm)
    : { sum: trunk, normed: layerNorm(graph.scope('norm1'), trunk, norm) };

  const attn1 = graph.scope('attn1');
  const self = attention(
    attn1,
    { x: first.normed, context: first.normed },
    { channels, heads, contextWidth: channels },
  );
  const afterSelf = { branch: self, bias: attentionBias(attn1, { channels }), trunk: first.sum };
  const second = addAndNorm(graph.scope('norm2'), afterSelf, norm);

  const attn2 = graph.scope('attn2');
  const cross = attention(attn2, { x: second.normed, context }, { channels, heads, contextWidth });
  const afterCross = { branch: cross, bias: attentionBias(attn2, { channels }), trunk: second.sum };
  const third = addAndNorm(graph.scope('norm3'), afterCross, norm);

  const branch = feedForward(graph.scope('ff', 'net'), third.normed, channels);
  return { branch, bias: graph.scope('ff', 'net', 2).weight('bias', [channels]), trunk: third.sum };
}

/** GEGLU (https://arxiv.org/abs/2002.05202) and the projection back, without its bias: value · gelu(gate), gate second. */
function feedForward(graph: Graph, x: Value, channels: number): Value {
  const inner = 4 * channels;
  const proj = graph.scope(0, 'proj');
  const half = (from: number) => {
    const rows = { from, to: from + inner };
    const weight = proj.weightRows('weight', { shape: [2 * inner, channels], ...rows });
    const product = graph.dialect.linear(proj, { tokens: x, weight }, { inputs: channels, outputs: inner });
    return { product, bias: proj.weightRows('bias', { shape: [2 * inner], ...rows }) };
  };
  const value = half(0);
  const gate = half(inner);
  const gated = proj.op('Mul', [
    proj.op('Add', [value.product, value.bias]),
    proj.fused('BiasGelu', [gate.product, gate.bias]),
  ]);
  return linear(graph.scope(2), gated, { inputs: inner, outputs: channels, bias: false });
}

/** The weight of a projection between image and tokens, as a matrix. */
function square(graph: Graph, { channels, linearProjection }: TransformerShape): Value {
  if (linearProjection) return graph.weight('weight', [channels, channels]);
  const kernel = graph.weight('weight', [channels, channels, 1, 1]);
  return graph.op('Reshape', [kernel, graph.ints([channels, channels])]);
}
