import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import { shareOfTime } from '#renderer/engine/graph/layers/film.ts';
import {
  addAndNorm,
  addSkip,
  groupNorm,
  layerNorm,
  linear,
  projection,
  type Skip,
} from '#renderer/engine/graph/layers/layers.ts';
import { feedForward, GROUP_NORM_EPS, LAYER_NORM_EPS } from '#renderer/engine/graph/layers/transformer.ts';

export interface FilmTransformerShape {
  readonly channels: number;
  readonly heads: number;
  readonly contextWidth: number;
  /** Number of pairs of blocks. */
  readonly depth: number;
  readonly groups: number;
}

export interface FilmTransformerInputs {
  /** Frames (n, c, h, w). */
  readonly x: Value;
  /** What the network knows of the picture, (1, 1, contextWidth). */
  readonly context: Value;
  /** A vector for each frame's number, (n, 1, c). */
  readonly places: Value;
}

/**
 * TransformerSpatioTemporalModel on the frames of one film: the pixels of a frame attend to each other, then the frames
 * at one place of the picture do.
 *
 *     x ─┬─► norm ─► proj_in ─► tokens ─┬─► block ─┬───────────────────────────► mix ─► … ─► proj_out ─► (+) ─►
 *        │                              │          └─► + places ─► time block ─┘                       │
 *        └─────────────────────────────────────────────────────────────────────────────────────────────┘
 */
export function filmTransformer(graph: Graph, given: FilmTransformerInputs, shape: FilmTransformerShape): Value {
  const { x, context, places } = given;
  const { channels, depth, groups } = shape;
  const sizes = { inputs: channels, outputs: channels };
  const image = groupNorm(graph.scope('norm'), x, { channels, groups, eps: GROUP_NORM_EPS });
  const projIn = projection(graph.scope('proj_in'), sizes);
  let tokens = graph.scope('proj_in').layer('ImageToTokens', { operands: { image, ...projIn }, attributes: {} });
  const share = shareOfTime(graph.scope('time_mixer'), 'frames');
  for (let i = 0; i < depth; i++) {
    const alone = pixelBlock(graph.scope('transformer_blocks', i), { tokens, context }, shape);
    const placed = graph.op('Add', [alone, places]);
    const moved = timeBlock(graph.scope('temporal_transformer_blocks', i), { tokens: placed, context }, shape);
    // frames · (1 - share) + time · share
    tokens = graph.op('Add', [alone, graph.op('Mul', [graph.op('Sub', [moved, alone]), share])]);
  }
  const projOut = projection(graph.scope('proj_out'), sizes);
  const back = { operands: { tokens, ...projOut, like: x }, attributes: {} };
  return graph.op('Add', [graph.scope('proj_out').layer('TokensToImage', back), x]);
}

interface BlockInputs {
  readonly tokens: Value;
  readonly context: Value;
}

/** BasicTransformerBlock, whose prompt is one token: see `attended`. */
function pixelBlock(graph: Graph, { tokens, context }: BlockInputs, shape: FilmTransformerShape): Value {
  const normed = layerNorm(graph.scope('norm1'), tokens, { channels: shape.channels, eps: LAYER_NORM_EPS });
  return addSkip(graph, attended(graph, { trunk: tokens, normed, context }, shape));
}

/** TemporalBasicTransformerBlock: tokens (n, h·w, c) as one row of n for each place, and back. */
function timeBlock(graph: Graph, { tokens, context }: BlockInputs, shape: FilmTransformerShape): Value {
  const { channels } = shape;
  const norm = { channels, eps: LAYER_NORM_EPS };
  const trunk = graph.op('Transpose', [tokens], { perm: [1, 0, 2] });
  const branch = feedForward(graph.scope('ff_in', 'net'), layerNorm(graph.scope('norm_in'), trunk, norm), channels);
  const skip = { branch, bias: graph.scope('ff_in', 'net', 2).weight('bias', [channels]), trunk };
  const { sum, normed } = addAndNorm(graph.scope('norm1'), skip, norm);
  const result = addSkip(graph, attended(graph, { trunk: sum, normed, context }, shape));
  return graph.op('Transpose', [result], { perm: [1, 0, 2] });
}

/**
 * Self-attention, attention to the picture and the layers after it. Softmax over the one token of the picture is 1
 * whatever asks, so that attention gives the same vector to all tokens: neither its queries and keys nor the norm
 * before them count for anything (`UNSEEN`).
 */
function attended(
  graph: Graph,
  { trunk, normed, context }: { readonly trunk: Value; readonly normed: Value; readonly context: Value },
  { channels, heads, contextWidth }: FilmTransformerShape,
): Skip {
  const attn1 = graph.scope('attn1');
  const branch = attention(attn1, { x: normed, context: normed }, { channels, heads, contextWidth: channels });
  const attn2 = graph.scope('attn2');
  const values = linear(attn2.scope('to_v'), context, { inputs: contextWidth, outputs: channels, bias: false });
  const picture = linear(attn2.scope('to_out.0'), values, { inputs: channels, outputs: channels });
  const vector = graph.op('Reshape', [picture, graph.ints([channels])]);
  const bias = graph.op('Add', [vector, attentionBias(attn1, { channels })]);
  const third = addAndNorm(graph.scope('norm3'), { branch, bias, trunk }, { channels, eps: LAYER_NORM_EPS });
  const inner = feedForward(graph.scope('ff', 'net'), third.normed, channels);
  return { branch: inner, bias: graph.scope('ff', 'net', 2).weight('bias', [channels]), trunk: third.sum };
}

/** Weights that change nothing where the picture is one token. */
export const UNSEEN: readonly RegExp[] = [/transformer_blocks\.\d+\.(norm2\.|attn2\.to_[qk]\.)/];
