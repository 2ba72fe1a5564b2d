import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';

/** What makes tokens of what an image encoder says. */
export type ImageProjection =
  /** Of a picture's embedding: so many tokens, by one product. */
  | { readonly kind: 'base'; readonly inputs: number; readonly tokens: number }
  /** Of every token of the encoder, one by one. */
  | { readonly kind: 'full'; readonly inputs: number; readonly inner: number }
  /** Of all tokens of the encoder, by so many latents that look at them ("Perceiver", https://arxiv.org/abs/2103.03206). */
  | {
      readonly kind: 'plus';
      readonly inputs: number;
      readonly tokens: number;
      readonly width: number;
      readonly inner: number;
      readonly layers: number;
    };

/** An IP-Adapter as its weights say it. */
export interface ImageAdapterConfig {
  readonly projection: ImageProjection;
  /** Of a token, as words of the model have it. */
  readonly contextWidth: number;
  /** Channels of the model's cross-attentions by their numbers in the file. */
  readonly attentions: readonly { readonly number: number; readonly channels: number }[];
}

/** Names of the outputs for the attention of this number. */
export function imageProductOutputs(number: number): { readonly keys: string; readonly values: string } {
  return { keys: `keys_${number}`, values: `values_${number}` };
}

const EPS = 1e-5;
const HEAD_WIDTH = 64;

/**
 * An IP-Adapter (https://arxiv.org/abs/2308.06721) by its authors' keys: what the image encoder says becomes tokens, and
 * these the keys and values of every cross-attention, which are the same in all steps of a render. Input: `features`
 * (b, n, inputs), for `base` (b, 1, inputs). Outputs: `tokens` (b, m, context width), and by number of the attention
 * `keys_<n>` and `values_<n>` (b, m, channels).
 */
export function buildImageAdapter(
  { projection, contextWidth, attentions }: ImageAdapterConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: 'image adapter' });
  const features = graph.input('features', 'float', ['b', 'n', projection.inputs]);
  const tokens = project(graph.scope('image_proj'), features, { projection, contextWidth });
  graph.output('tokens', tokens, ['b', 'm', contextWidth]);
  for (const { number, channels } of attentions) {
    const attention = graph.scope('ip_adapter', number);
    const names = imageProductOutputs(number);
    const sizes = { inputs: contextWidth, outputs: channels, bias: false };
    graph.output(names.keys, linear(attention.scope('to_k_ip'), tokens, sizes), ['b', 'm', channels]);
    graph.output(names.values, linear(attention.scope('to_v_ip'), tokens, sizes), ['b', 'm', channels]);
  }
  return graph.build();
}

type Projecting = Pick<ImageAdapterConfig, 'projection' | 'contextWidth'>;

function project(graph: Graph, features: Value, { projection, contextWidth }: Projecting): Value {
  const { inputs } = projection;
  const norm = { channels: contextWidth, eps: EPS };
  switch (projection.kind) {
    case 'base': {
      const { tokens } = projection;
      const all = linear(graph.scope('proj'), features, { inputs, outputs: tokens * contextWidth });
      return layerNorm(graph.scope('norm'), graph.op('Reshape', [all, graph.ints([0, tokens, contextWidth])]), norm);
    }
    case 'full': {
      const proj = graph.scope('proj');
      const inner = graph.op('Gelu', [linear(proj.scope(0), features, { inputs, outputs: projection.inner })]);
      const tokens = linear(proj.scope(2), inner, { inputs: projection.inner, outputs: contextWidth });
      return layerNorm(proj.scope(3), tokens, norm);
    }
    case 'plus':
      return resampled(graph, features, { ...projection, contextWidth });
  }
}

type Resampling = Extract<ImageProjection, { kind: 'plus' }> & { readonly contextWidth: number };

/** Latents look at the encoder's tokens and at themselves, layer by layer. */
function resampled(graph: Graph, features: Value, config: Resampling): Value {
  const { inputs, width, tokens, layers, contextWidth } = config;
  const given = linear(graph.scope('proj_in'), features, { inputs, outputs: width });
  const rows = graph.op('Shape', [features], { start: 0, end: 1 });
  const every = graph.op('Concat', [rows, graph.ints([tokens, width])], { axis: 0 });
  let latents = graph.op('Expand', [graph.weight('latents', [1, tokens, width]), every]);
  for (let i = 0; i < layers; i++) {
    const layer = graph.scope('layers', i);
    latents = graph.op('Add', [looking(layer.scope(0), { latents, given }, config), latents]);
    latents = graph.op('Add', [feedForward(layer.scope(1), latents, config), latents]);
  }
  const out = linear(graph.scope('proj_out'), latents, { inputs: width, outputs: contextWidth });
  return layerNorm(graph.scope('norm_out'), out, { channels: contextWidth, eps: EPS });
}

function looking(
  graph: Graph,
  { latents, given }: { readonly latents: Value; readonly given: Value },
  { width }: Resampling,
): Value {
  const norm = { channels: width, eps: EPS };
  const context = layerNorm(graph.scope('norm1'), given, norm);
  const own = layerNorm(graph.scope('norm2'), latents, norm);
  const seen = graph.op('Concat', [context, own], { axis: 1 });
  const sizes = { inputs: width, outputs: width, bias: false };
  const operands = { q: linear(graph.scope('to_q'), own, sizes), ...keysAndValues(graph, seen, width), bias: null };
  const mixed = graph.layer('Attention', { operands, attributes: { heads: width / HEAD_WIDTH, causal: false } });
  return linear(graph.scope('to_out'), mixed, sizes);
}

/** By one matrix, as its authors have it, or by two. */
function keysAndValues(graph: Graph, x: Value, width: number): { readonly k: Value; readonly v: Value } {
  const sizes = { inputs: width, outputs: width, bias: false };
  if (!graph.has('to_kv.weight')) {
    return { k: linear(graph.scope('to_k'), x, sizes), v: linear(graph.scope('to_v'), x, sizes) };
  }
  const both = linear(graph.scope('to_kv'), x, { ...sizes, outputs: 2 * width });
  const half = (from: number) =>
    graph.op('Slice', [both, graph.ints([from]), graph.ints([from + width]), graph.ints([2])]);
  return { k: half(0), v: half(width) };
}

function feedForward(graph: Graph, x: Value, { width, inner }: Resampling): Value {
  const normed = layerNorm(graph.scope(0), x, { channels: width, eps: EPS });
  const active = graph.op('Gelu', [linear(graph.scope(1), normed, { inputs: width, outputs: inner, bias: false })]);
  return linear(graph.scope(3), active, { inputs: inner, outputs: width, bias: false });
}
