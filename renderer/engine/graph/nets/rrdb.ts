import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type ConvShape, conv, upsample } from '#renderer/engine/graph/layers/layers.ts';

/** What the shapes of an ESRGAN's weights say. */
export interface RrdbConfig {
  /** Channels of the trunk: 64 as published. */
  readonly features: number;
  /** Channels that a dense layer adds: 32 as published. */
  readonly growth: number;
  /** Blocks of the trunk: 23, or 6 in the anime network. */
  readonly blocks: number;
  /** Times that the sides are doubled at the end. */
  readonly doublings: number;
  /** Pixels along a side that are read as channels of one: 1, 2 or 4. */
  readonly shuffle: number;
}

/** Weights are few enough to be converted, and the blocked layout wants them as constants. */
export type UpscalerGraphOptions = Omit<GraphOptions, 'name' | 'harmless' | 'residency'>;

/**
 * RRDBNet of ESRGAN (https://arxiv.org/abs/1809.00219) and Real-ESRGAN (https://arxiv.org/abs/2107.10833), by BasicSR's
 * keys. Input `pixels` (b, 3·shuffle², h, w) in 0…1, output `picture` (b, 3, 2^doublings·h, 2^doublings·w), not clamped.
 *
 *     conv_first ─┬─► body × blocks ─► conv_body ─► (+) ─► [×2 ─► conv_up ─► lrelu] × doublings
 *                 └──────────────────────────────────┘       ─► conv_hr ─► lrelu ─► conv_last
 */
export function buildRrdb(config: RrdbConfig, weights: WeightSupply, options: UpscalerGraphOptions): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'upscaler' });
  const { features, blocks, doublings, shuffle } = config;
  const inputs = 3 * shuffle ** 2;
  const same = { inputs: features, outputs: features };
  const pixels = root.input('pixels', 'float', ['b', inputs, 'h', 'w']);
  const first = conv(root.scope('conv_first'), pixels, { inputs, outputs: features });
  let x = first;
  for (let i = 0; i < blocks; i++) x = denseBlocks(root.scope('body', i), x, config);
  x = conv(root.scope('conv_body'), x, { ...same, residual: first });
  for (let i = 1; i <= doublings; i++) x = leaky(root, conv(root.scope(`conv_up${i}`), upsample(root, x, null), same));
  x = leaky(root, conv(root.scope('conv_hr'), x, same));
  root.output('picture', conv(root.scope('conv_last'), x, { inputs: features, outputs: 3 }), ['b', 3, 'H', 'W']);
  return { ...root.build(), optimisation: 'all' };
}

/** Residual in residual: three dense blocks, a fifth of whose result is added to what came in. */
function denseBlocks(graph: Graph, x: Value, config: RrdbConfig): Value {
  const inner = [1, 2, 3].reduce((value, i) => denseBlock(graph.scope(`rdb${i}`), value, config), x);
  return graph.op('Add', [graph.op('Mul', [inner, graph.floats([0.2], [])]), x]);
}

/** Each layer reads everything before it; a fifth of the last one's result is added to what came in. */
function denseBlock(graph: Graph, x: Value, { features, growth }: RrdbConfig): Value {
  const known = [x];
  for (let i = 0; i < 4; i++) {
    const shape = { inputs: features + i * growth, outputs: growth };
    known.push(leaky(graph, conv(graph.scope(`conv${i + 1}`), joined(graph, known), shape)));
  }
  const last = { inputs: features + 4 * growth, outputs: features };
  return scaledConv(graph.scope('conv5'), joined(graph, known), { ...last, residual: x });
}

function joined(graph: Graph, parts: readonly Value[]): Value {
  return parts.length === 1 ? parts[0]! : graph.op('Concat', [...parts], { axis: 1 });
}

/** 0.2 · convolution + residual, with the factor in the weights: they are multiplied once, when the graph is opened. */
function scaledConv(graph: Graph, image: Value, shape: ConvShape & { readonly residual: Value }): Value {
  const { inputs, outputs, residual } = shape;
  const early = graph.preparing();
  const scaled = (name: string, dims: readonly number[]) =>
    early.op('Mul', [graph.weight(name, dims), early.floats([0.2], [])]);
  const operands = {
    image,
    weight: scaled('weight', [outputs, inputs, 3, 3]),
    bias: scaled('bias', [outputs]),
    perSample: null,
    residual,
    down: null,
    up: null,
  };
  return graph.layer('Conv', { operands, attributes: { stride: 1, pads: [1, 1, 1, 1], pixels: 0 } });
}

function leaky(graph: Graph, x: Value): Value {
  return graph.op('LeakyRelu', [x], { alpha: { float: 0.2 } });
}
