import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { addAndNorm, addSkip, conv, layerNorm, linear, type Skip } from '#renderer/engine/graph/layers/layers.ts';
import type { BlipConfig, BlipVisionConfig } from '#renderer/engine/graph/nets/blip-config.ts';

/** Name of the output: the keys that this layer of the text network reads of the picture. */
export function crossKey(layer: number): string {
  return `cross_key_${layer}`;
}

/** Name of the output: the values to those keys. */
export function crossValue(layer: number): string {
  return `cross_value_${layer}`;
}

/**
 * BLIP's vision transformer, by transformers' keys, with what every layer of the text network reads of the picture,
 * which is the same for each token that is written:
 *
 *     pixels ─► patches ─► layer × n ─► post_layernorm ─► states ─► cross_key_<i>, cross_value_<i>
 *
 * Input `pixels` (b, 3, side, side), normalised; outputs `states` (b, 1 + patches, width) and, per text layer, the two
 * (b, 1 + patches, text width). A `prefix` of the weights' keys is not part of the names here.
 */
export function buildBlipVision(
  { vision, text }: BlipConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'captioner’s vision' });
  const { width, layers, side, patch, eps } = vision;
  const graph = root.scope('vision_model');
  const tokens = (side / patch) ** 2 + 1;
  const pixels = root.input('pixels', 'float', ['b', 3, side, side]);
  let skip: Skip | null = null;
  for (let i = 0; i < layers; i++) {
    const trunk: Value = skip ? addSkip(graph.scope('encoder', 'layers', i), skip) : embed(graph, pixels, vision);
    skip = layer(graph.scope('encoder', 'layers', i), trunk, vision);
  }
  const last: Value = skip ? addSkip(graph, skip) : embed(graph, pixels, vision);
  const states = layerNorm(graph.scope('post_layernorm'), last, { channels: width, eps });
  root.output('states', states, ['b', tokens, width]);
  for (let i = 0; i < text.layers; i++) {
    const attention = root.scope('text_decoder', 'bert', 'encoder', 'layer', i, 'crossattention', 'self');
    const shape = { inputs: width, outputs: text.width };
    root.output(crossKey(i), linear(attention.scope('key'), states, shape), ['b', tokens, text.width]);
    root.output(crossValue(i), linear(attention.scope('value'), states, shape), ['b', tokens, text.width]);
  }
  return root.build();
}

/** The patches in rows behind one token for the whole, each with its place. */
function embed(graph: Graph, pixels: Value, { width, side, patch }: BlipVisionConfig): Value {
  const scope = graph.scope('embeddings');
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const image = conv(scope.scope('patch_embedding'), pixels, shape);
  const patches = scope.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  const batch = scope.op('Shape', [pixels], { start: 0, end: 1 });
  const whole = scope.op('Expand', [
    scope.weight('class_embedding', [1, 1, width]),
    scope.op('Concat', [batch, scope.ints([1, width])], { axis: 0 }),
  ]);
  const tokens = scope.op('Concat', [whole, patches], { axis: 1 });
  return scope.op('Add', [tokens, scope.weight('position_embedding', [1, (side / patch) ** 2 + 1, width])]);
}

/** One layer, its last residual still open. Queries, keys and values are one product. */
function layer(graph: Graph, trunk: Value, { width, inner, heads, eps }: BlipVisionConfig): Skip {
  const norm = { channels: width, eps };
  const x = layerNorm(graph.scope('layer_norm1'), trunk, norm);
  const attention = graph.scope('self_attn');
  const joined = linear(attention.scope('qkv'), x, { inputs: width, outputs: 3 * width });
  const [q, k, v] = [0, 1, 2].map((i) => part(attention, joined, i, width)) as [Value, Value, Value];
  const mixed = graph.layer('Attention', {
    operands: { q, k, v, bias: null },
    attributes: { heads, causal: false },
  });
  const out = attention.scope('projection');
  const branch = linear(out, mixed, { inputs: width, outputs: width, bias: false });
  const open = { branch, bias: out.weight('bias', [width]), trunk };
  const after = addAndNorm(graph.scope('layer_norm2'), open, norm);
  const mlp = graph.scope('mlp');
  const first = linear(mlp.scope('fc1'), after.normed, { inputs: width, outputs: inner });
  const second = linear(mlp.scope('fc2'), mlp.op('Gelu', [first]), { inputs: inner, outputs: width, bias: false });
  return { branch: second, bias: mlp.scope('fc2').weight('bias', [width]), trunk: after.sum };
}

/** The i-th of several that lie side by side in the last dimension. */
function part(graph: Graph, joined: Value, i: number, width: number): Value {
  return graph.op('Slice', [joined, graph.ints([i * width]), graph.ints([(i + 1) * width]), graph.ints([2])]);
}
