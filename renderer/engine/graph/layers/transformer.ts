import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import type { ImageAttentionShape } from '#renderer/engine/graph/layers/image-prompts.ts';
import {
  addAndNorm,
  addSkip,
  groupNorm,
  layerNorm,
  linear,
  projection,
  type Skip,
} from '#renderer/engine/graph/layers/layers.ts';

export interface TransformerShape {
  readonly channels: number;
  readonly heads: number;
  readonly contextWidth: number;
  /** Of the usual picture. */
  readonly tokens: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly groups: number;
  /** The projections in and out are stored as (c, c) instead of (c, c, 1, 1). */
  readonly linearProjection: boolean;
  readonly exactAttention: boolean;
  /** Pictures that its places look at besides words; null for none. */
  readonly images: ImageAttentionShape | null;
}

/** diffusers fixes these two inside its transformers, whatever the network's own norm_eps is. */
export const GROUP_NORM_EPS = 1e-6;
/** Likewise, in their blocks. */
export const LAYER_NORM_EPS = 1e-5;

/**
 * Transformer2DModel: an image (b, c, h, w) attends to itself and to the prompt.
 *
 *     x ─┬─► norm ─► proj_in ─► tokens ─► block × depth ─► proj_out ─► (+) ─►
 *        └───────────────────────────────────────────────────────────────┘
 */
export function transformer(graph: Graph, operands: { x: Value; context: Value }, shape: TransformerShape): Value {
  const { x, context } = operands;
  const { channels, depth } = shape;
  const image = groupNorm(graph.scope('norm'), x, { channels, groups: shape.groups, eps: GROUP_NORM_EPS });
  const projIn = projectionOf(graph.scope('proj_in'), shape);
  let trunk = graph.scope('proj_in').layer('ImageToTokens', { operands: { image, ...projIn }, attributes: {} });
  let skip: Skip | null = null;
  for (let i = 0; i < depth; i++) {
    const block = graph.scope('transformer_blocks', i);
    skip = transformerBlock(block, { trunk, skip, context }, shape);
    trunk = skip.trunk;
  }
  const tokens = skip ? addSkip(graph, skip) : trunk;
  const projOut = projectionOf(graph.scope('proj_out'), shape);
  const back = { operands: { tokens, ...projOut, like: x }, attributes: {} };
  return graph.op('Add', [graph.scope('proj_out').layer('TokensToImage', back), x]);
}

/** Of a projection between image and tokens. */
function projectionOf(graph: Graph, { channels, linearProjection }: TransformerShape) {
  return projection(graph, { inputs: channels, outputs: channels }, linearProjection ? [] : [1, 1]);
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
  { channels, heads, contextWidth, tokens, exactAttention: exact, images }: TransformerShape,
): Skip {
  const norm = { channels, eps: LAYER_NORM_EPS };
  const first = skip
    ? addAndNorm(graph.scope('norm1'), skip, norm)
    : { sum: trunk, normed: layerNorm(graph.scope('norm1'), trunk, norm) };

  const attn1 = graph.scope('attn1');
  const self = attention(
    attn1,
    { x: first.normed, context: first.normed },
    { channels, heads, contextWidth: channels, tokens, exact },
  );
  const afterSelf = { branch: self, bias: attentionBias(attn1, { channels }), trunk: first.sum };
  const second = addAndNorm(graph.scope('norm2'), afterSelf, norm);

  const attn2 = graph.scope('attn2');
  const ofPrompt = { channels, heads, contextWidth, exact, seesPrompt: true, images };
  const cross = attention(attn2, { x: second.normed, context }, ofPrompt);
  const afterCross = { branch: cross, bias: attentionBias(attn2, { channels }), trunk: second.sum };
  const third = addAndNorm(graph.scope('norm3'), afterCross, norm);

  const branch = feedForward(graph.scope('ff', 'net'), third.normed, channels);
  return { branch, bias: graph.scope('ff', 'net', 2).weight('bias', [channels]), trunk: third.sum };
}

/** GEGLU (https://arxiv.org/abs/2002.05202) and the projection back, without its bias: value · gelu(gate), gate second. */
export function feedForward(graph: Graph, x: Value, channels: number): Value {
  const inner = 4 * channels;
  const proj = graph.scope(0, 'proj');
  const operands = { x, ...projection(proj, { inputs: channels, outputs: 2 * inner }) };
  const gated = proj.layer('Gate', { operands, attributes: {} });
  return linear(graph.scope(2), gated, { inputs: inner, outputs: channels, bias: false });
}
