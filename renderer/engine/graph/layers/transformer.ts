import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import {
  addAndNorm,
  addSkip,
  groupNorm,
  layerNorm,
  linear,
  matrixProduct,
  type Skip,
} from '#renderer/engine/graph/layers/layers.ts';
import {
  adaptHalves,
  adaptImageToTokens,
  adaptTokens,
  adaptTokensToImage,
} from '#renderer/engine/graph/layers/low-rank-layers.ts';

export interface TransformerShape {
  readonly channels: number;
  readonly heads: number;
  readonly contextWidth: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly groups: number;
  /** The projections in and out are stored as (c, c) instead of (c, c, 1, 1). */
  readonly linearProjection: boolean;
  readonly exactAttention: boolean;
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
  const { layout } = graph.dialect;
  const image = layout.flatten(graph, normed, channels);

  const projIn = graph.scope('proj_in');
  const plainIn = graph.dialect.imageToTokens(projIn, { image, weight: square(projIn, shape) }, sizes);
  const tokens = adaptImageToTokens(projIn, { image, tokens: plainIn }, sizes);
  let trunk = projIn.op('Add', [tokens, projIn.weight('bias', [channels])]);
  let skip: Skip | null = null;
  for (let i = 0; i < depth; i++) {
    const block = graph.scope('transformer_blocks', i);
    skip = transformerBlock(block, { trunk, skip, context }, shape);
    trunk = skip.trunk;
  }
  const last = skip ? addSkip(graph, skip) : trunk;

  const projOut = graph.scope('proj_out');
  const plainOut = graph.dialect.tokensToImage(projOut, { tokens: last, weight: square(projOut, shape) }, sizes);
  const pixels = adaptTokensToImage(projOut, { tokens: last, image: plainOut }, sizes);
  const bias = projOut.weightPerChannel('bias', { channels, spread: layout.channelAxis === 1 ? 1 : 0 });
  const dims = layout.shapeOf(graph, x, channels);
  const result = projOut.op('Reshape', [projOut.op('Add', [pixels, bias]), dims]);
  return graph.sizes.same(graph.op('Add', [result, x]), x);
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
  { channels, heads, contextWidth, exactAttention: exact }: TransformerShape,
): Skip {
  const norm = { channels, eps: LAYER_NORM_EPS };
  const first = skip
    ? addAndNorm(graph.scope('norm1'), skip, norm)
    : { sum: trunk, normed: layerNorm(graph.scope('norm1'), trunk, norm) };

  const attn1 = graph.scope('attn1');
  const self = attention(
    attn1,
    { x: first.normed, context: first.normed },
    { channels, heads, contextWidth: channels, exact },
  );
  const afterSelf = { branch: self, bias: attentionBias(attn1, { channels }), trunk: first.sum };
  const second = addAndNorm(graph.scope('norm2'), afterSelf, norm);

  const attn2 = graph.scope('attn2');
  const ofPrompt = { channels, heads, contextWidth, exact, seesPrompt: true };
  const cross = attention(attn2, { x: second.normed, context }, ofPrompt);
  const afterCross = { branch: cross, bias: attentionBias(attn2, { channels }), trunk: second.sum };
  const third = addAndNorm(graph.scope('norm3'), afterCross, norm);

  const branch = feedForward(graph.scope('ff', 'net'), third.normed, channels);
  return { branch, bias: graph.scope('ff', 'net', 2).weight('bias', [channels]), trunk: third.sum };
}

/** GEGLU (https://arxiv.org/abs/2002.05202) and the projection back, without its bias: value · gelu(gate), gate second. */
function feedForward(graph: Graph, x: Value, channels: number): Value {
  const inner = 4 * channels;
  const proj = graph.scope(0, 'proj');
  const whole = graph.dialect.whole?.gateWidths.includes(inner);
  const gated = whole ? gateWhole(proj, x, channels) : gateByHalves(proj, x, channels);
  return linear(graph.scope(2), gated, { inputs: inner, outputs: channels, bias: false });
}

function gateWhole(proj: Graph, x: Value, channels: number): Value {
  const outputs = 8 * channels;
  const weight = proj.weight('weight', [outputs, channels]);
  const plain = proj.dialect.linear(proj, { tokens: x, weight }, { inputs: channels, outputs });
  const product = adaptTokens(proj, { x, product: plain }, { inputs: channels, outputs });
  return proj.dialect.whole!.gate(proj, { product, bias: proj.weight('bias', [outputs]) });
}

/** Two products, so that nothing has to be cut apart. */
function gateByHalves(proj: Graph, x: Value, channels: number): Value {
  const inner = 4 * channels;
  const half = (from: number) => {
    const rows = { from, to: from + inner };
    const product = matrixProduct(proj, x, { shape: [2 * inner, channels], ...rows });
    return { product, bias: proj.weightRows('bias', { shape: [2 * inner], ...rows }) };
  };
  const [value, gate] = [half(0), half(inner)];
  const plain = [value.product, gate.product] as const;
  const products = adaptHalves(proj, { x, halves: plain }, { inputs: channels, outputs: inner });
  return proj.op('Mul', [proj.op('Add', [products[0], value.bias]), proj.fused('BiasGelu', [products[1], gate.bias])]);
}

/** The weight of a projection between image and tokens, as a matrix. */
function square(graph: Graph, { channels, linearProjection }: TransformerShape): Value {
  if (linearProjection) return graph.weight('weight', [channels, channels]);
  const kernel = graph.weight('weight', [channels, channels, 1, 1]);
  return graph.op('Reshape', [kernel, graph.ints([channels, channels])]);
}
