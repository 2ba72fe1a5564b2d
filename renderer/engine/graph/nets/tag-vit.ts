import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type GeluKind, gelu } from '#renderer/engine/graph/layers/gelu.ts';
import { conv, denseRow, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';

/** Which activation a tagger was trained with. */
export type TagActivation = TagVitConfig['activation'];

/** What opens a tagger's graph. */
export type TaggerGraphOptions = Omit<GraphOptions, 'name' | 'harmless'>;

/** A vision transformer that gives tags, as timm builds it without a class token and with the mean of all tokens. */
export interface TagVitConfig {
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Side of the picture that it reads, and of the squares that are one token each. Pixels. */
  readonly side: number;
  readonly patch: number;
  readonly tags: number;
  readonly activation: GeluKind;
}

/** timm's norms. */
const EPS = 1e-6;

/**
 * A WD tagger's vision transformer by timm's keys (https://arxiv.org/abs/2010.11929, timm/models/vision_transformer.py):
 *
 *     pixels ─► patches (+ places) ─► block × n ─► norm ─► mean over tokens ─► head ─► logits
 *
 * Input `pixels` (b, 3, side, side), normalised; output `logits` (b, tags).
 */
export function buildTagVit(config: TagVitConfig, weights: WeightSupply, options: TaggerGraphOptions): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: 'tagger' });
  const { width, side, patch, tags } = config;
  const pixels = graph.input('pixels', 'float', ['b', 3, side, side]);
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const image = conv(graph.scope('patch_embed', 'proj'), pixels, shape);
  const patches = graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  let trunk = graph.op('Add', [patches, graph.weight('pos_embed', [1, (side / patch) ** 2, width])]);
  for (let i = 0; i < config.layers; i++) trunk = block(graph.scope('blocks', i), trunk, config);
  const normed = layerNorm(graph.scope('norm'), trunk, { channels: width, eps: EPS });
  const mean = graph.op('ReduceMean', [normed, graph.ints([1])], { keepdims: 0 });
  graph.output('logits', denseRow(graph.scope('head'), mean, { inputs: width, outputs: tags }), ['b', tags]);
  return graph.build();
}

/** Queries, keys and values are one product. */
function block(graph: Graph, trunk: Value, { width, inner, heads, activation }: TagVitConfig): Value {
  const norm = { channels: width, eps: EPS };
  const attention = graph.scope('attn');
  const seen = layerNorm(graph.scope('norm1'), trunk, norm);
  const joined = linear(attention.scope('qkv'), seen, { inputs: width, outputs: 3 * width });
  const [q, k, v] = [0, 1, 2].map((i) => part(attention, joined, i, width)) as [Value, Value, Value];
  const mixed = graph.layer('Attention', { operands: { q, k, v, bias: null }, attributes: { heads, causal: false } });
  const heeded = linear(attention.scope('proj'), mixed, { inputs: width, outputs: width });
  const after = graph.op('Add', [trunk, heeded]);
  const mlp = graph.scope('mlp');
  const wide = linear(mlp.scope('fc1'), layerNorm(graph.scope('norm2'), after, norm), {
    inputs: width,
    outputs: inner,
  });
  const active = gelu(mlp, wide, activation);
  return graph.op('Add', [after, linear(mlp.scope('fc2'), active, { inputs: inner, outputs: width })]);
}

/** The i-th of three that lie side by side in the last dimension. */
function part(graph: Graph, joined: Value, i: number, width: number): Value {
  return graph.op('Slice', [joined, graph.ints([i * width]), graph.ints([(i + 1) * width]), graph.ints([2])]);
}
