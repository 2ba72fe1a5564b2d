import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { clipLayer } from '#renderer/engine/graph/layers/clip-layer.ts';
import { addSkip, conv, denseRow, layerNorm, rowByTransposed } from '#renderer/engine/graph/layers/layers.ts';
import { type ClipVisionConfig, visionTokens } from '#renderer/engine/graph/nets/clip-vision-config.ts';

/**
 * CLIP's vision model (https://arxiv.org/abs/2103.00020), any size, by transformers' keys:
 *
 *     pixels ─► patches, and the class before them ─► (+ positions) ─► pre_layrnorm ─► layer × n
 *                                     the class's row ─► post_layernorm ─► visual_projection ─┘
 *
 * Input: `pixels` (b, 3, side, side), normalised. Outputs: `embeds` (b, projection), and of all tokens (b, n, width)
 * `penultimate`, the last layer but one, and `last`, both without the final normalisation.
 */
export function buildClipVision(
  config: ClipVisionConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'image encoder', harmless: [/(^|\.)position_ids$/] });
  const graph = root.scope('vision_model');
  const { width, eps, layers, side, projectionWidth } = config;
  const norm = { channels: width, eps };
  const pixels = root.input('pixels', 'float', ['b', 3, side, side]);

  // The name is misspelt in every file.
  let trunk = layerNorm(graph.scope('pre_layrnorm'), tokensOf(graph.scope('embeddings'), pixels, config), norm);
  let before = trunk;
  for (let i = 0; i < layers; i++) {
    before = trunk;
    const block = graph.scope('encoder', 'layers', i);
    trunk = addSkip(block, clipLayer(block, { trunk, bias: null }, { ...config, causal: false }));
  }

  const whole = graph.op('Squeeze', [firstTokens(graph, trunk), graph.ints([1])]);
  const normed = layerNorm(graph.scope('post_layernorm'), whole, norm);
  const projection = root.scope('visual_projection');
  const sizes = { inputs: width, outputs: projectionWidth };
  const embeds = config.projectionTransposed
    ? rowByTransposed(projection, normed, sizes)
    : denseRow(projection, normed, { ...sizes, bias: false });
  root.output('embeds', embeds, ['b', projectionWidth]);
  const dims = ['b', visionTokens(config), width];
  root.output('penultimate', before, dims);
  root.output('last', trunk, dims);
  return root.build();
}

/** (b, n, width): the class, then the patches row by row, with what their places add. */
function tokensOf(graph: Graph, pixels: Value, config: ClipVisionConfig): Value {
  const { width, patch } = config;
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0], bias: false };
  const image = conv(graph.scope('patch_embedding'), pixels, shape);
  const patches = graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  const one = graph.op('Reshape', [graph.weight('class_embedding', [width]), graph.ints([1, 1, width])]);
  const rows = graph.op('Shape', [patches], { start: 0, end: 1 });
  const classes = graph.op('Expand', [one, graph.op('Concat', [rows, graph.ints([1, width])], { axis: 0 })]);
  const tokens = graph.op('Concat', [classes, patches], { axis: 1 });
  return graph.op('Add', [tokens, graph.scope('position_embedding').weight('weight', [visionTokens(config), width])]);
}

/** (b, n, width) -> (b, 1, width). */
function firstTokens(graph: Graph, tokens: Value): Value {
  return graph.op('Slice', [tokens, graph.ints([0]), graph.ints([1]), graph.ints([1])]);
}
