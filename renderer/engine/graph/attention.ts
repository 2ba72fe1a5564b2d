import type { Graph, Value } from '#renderer/engine/graph/graph.ts';
import { linear } from '#renderer/engine/graph/layers.ts';

/** What the four projections are called in the weights. */
export interface AttentionNames {
  readonly q: string;
  readonly k: string;
  readonly v: string;
  readonly out: string;
}

const DIFFUSERS_NAMES: AttentionNames = { q: 'to_q', k: 'to_k', v: 'to_v', out: 'to_out.0' };

export interface AttentionShape {
  readonly channels: number;
  readonly heads: number;
  /** Width of what keys and values are made from; `channels` for self-attention. */
  readonly contextWidth: number;
  /** Whether the projections to queries, keys and values have biases. */
  readonly biases?: boolean;
  /** Whether a token sees only itself and those before it. */
  readonly causal?: boolean;
  readonly names?: AttentionNames;
}

/**
 * Scaled dot-product attention (https://arxiv.org/abs/1706.03762) without the bias of its last projection, which the
 * caller adds together with the residual:
 *
 *     x ──► q ─┐
 *     c ──► k ─┼─► softmax(q·kᵀ/√d)·v ─► out
 *     c ──► v ─┘
 */
export function attention(graph: Graph, operands: { x: Value; context: Value }, shape: AttentionShape): Value {
  const { channels, heads, contextWidth, biases = false, causal = false, names = DIFFUSERS_NAMES } = shape;
  const project = (name: string, from: Value, inputs: number) =>
    linear(graph.scope(name), from, { inputs, outputs: channels, bias: biases });
  const q = project(names.q, operands.x, channels);
  const k = project(names.k, operands.context, contextWidth);
  const v = project(names.v, operands.context, contextWidth);
  const attributes = { num_heads: heads, ...(causal ? { unidirectional: 1 } : {}) };
  const mixed = graph.fused('MultiHeadAttention', [q, k, v], attributes);
  return linear(graph.scope(names.out), mixed, { inputs: channels, outputs: channels, bias: false });
}

/** The bias that `attention` leaves to its caller. */
export function attentionBias(
  graph: Graph,
  { channels, names = DIFFUSERS_NAMES }: Pick<AttentionShape, 'channels' | 'names'>,
): Value {
  return graph.scope(names.out).weight('bias', [channels]);
}
