import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type ImageAttentionShape, withImagePrompts } from '#renderer/engine/graph/layers/image-prompts.ts';
import { linear } from '#renderer/engine/graph/layers/layers.ts';
import { promptProduct } from '#renderer/engine/graph/layers/prompt-products.ts';

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
  /** Whether it is computed in float32 in any case: some models' products of queries and keys exceed half precision. */
  readonly exact?: boolean;
  /** Whether keys and values are made from the prompt, and so are the same in every step. */
  readonly seesPrompt?: boolean;
  /** Whether a token sees only itself and those before it. */
  readonly causal?: boolean;
  /** Of the usual picture, where each looks at all others; left out = nobody can say. */
  readonly tokens?: number;
  readonly names?: AttentionNames;
  /** Pictures that its queries look at besides; none when left out. */
  readonly images?: ImageAttentionShape | null;
}

export interface AttentionInputs {
  readonly x: Value;
  readonly context: Value;
  /** Added to the products of queries and keys, (b or 1, heads or 1, n, m). */
  readonly bias?: Value | null;
}

/**
 * Scaled dot-product attention (https://arxiv.org/abs/1706.03762) without the bias of its last projection, which the
 * caller adds together with the residual:
 *
 *     x ──► q ─┐
 *     c ──► k ─┼─► softmax(q·kᵀ/√d)·v ─► out
 *     c ──► v ─┘
 */
export function attention(graph: Graph, operands: AttentionInputs, shape: AttentionShape): Value {
  const {
    channels,
    heads,
    contextWidth,
    biases = false,
    exact = false,
    seesPrompt = false,
    causal = false,
    tokens,
    names = DIFFUSERS_NAMES,
    images = null,
  } = shape;
  const project = (name: string, from: Value, inputs: number) =>
    linear(graph.scope(name), from, { inputs, outputs: channels, bias: biases });
  const q = project(names.q, operands.x, channels);
  const ofPrompt = { inputs: contextWidth, outputs: channels };
  const given = (name: string) => (seesPrompt ? promptProduct(graph.scope(name), ofPrompt) : null);
  const k = given(names.k) ?? project(names.k, operands.context, contextWidth);
  const v = given(names.v) ?? project(names.v, operands.context, contextWidth);
  const at = (value: Value) => (exact ? graph.widen(value) : value);
  const attend = (keys: Value, values: Value, bias: Value | null = null) => {
    const all = { q: at(q), k: at(keys), v: at(values), bias: bias && at(bias) };
    const many = keys === k && tokens !== undefined ? { tokens } : {};
    const mixed = graph.layer('Attention', { operands: all, attributes: { heads, causal, ...many } });
    return exact ? graph.narrow(mixed) : mixed;
  };
  const words = attend(k, v, operands.bias);
  const mixed = images ? withImagePrompts(graph, { words, attend }, { ...images, channels }) : words;
  return linear(graph.scope(names.out), mixed, {
    inputs: channels,
    outputs: channels,
    bias: false,
  });
}

/** The bias that `attention` leaves to its caller. */
export function attentionBias(
  graph: Graph,
  { channels, names = DIFFUSERS_NAMES }: Pick<AttentionShape, 'channels' | 'names'>,
): Value {
  return graph.scope(names.out).weight('bias', [channels]);
}
