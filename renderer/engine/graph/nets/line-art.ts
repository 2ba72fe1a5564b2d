import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import type { PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';

export interface LineArtConfig {
  /** Channels of the first layer: 64. */
  readonly width: number;
  /** Residual blocks: 3. */
  readonly blocks: number;
}

/**
 * The generator of Informative Drawings (https://arxiv.org/abs/2203.12691). Input `pixels` (1, 3, h, w) in 0…1, sides
 * multiples of 4; output `lines` (1, 1, h, w) in 0…1, dark on white.
 *
 *     conv 7 ─► [conv ÷2] × 2 ─► [residual block] × n ─► [transposed conv ×2] × 2 ─► conv 7 ─► sigmoid
 */
export function buildLineArt(
  { width, blocks }: LineArtConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor' });
  const pixels = root.input('pixels', 'float', [1, 3, 'h', 'w']);
  let x = normed(root, mirroredConv(root.scope('model0', 1), pixels, { inputs: 3, outputs: width, kernel: 7 }), width);
  for (let i = 0; i < 2; i++) {
    const [inputs, outputs] = [width * 2 ** i, width * 2 ** (i + 1)];
    x = normed(root, conv(root.scope('model1', 3 * i), x, { inputs, outputs, stride: 2 }), outputs);
  }
  for (let i = 0; i < blocks; i++) x = residualBlock(root.scope('model2', i, 'conv_block'), x, 4 * width);
  for (let i = 0; i < 2; i++) {
    const [inputs, outputs] = [width * 2 ** (2 - i), width * 2 ** (1 - i)];
    x = normed(root, doubled(root.scope('model3', 3 * i), x, { inputs, outputs }), outputs);
  }
  const lines = mirroredConv(root.scope('model4', 1), x, { inputs: width, outputs: 1, kernel: 7 });
  root.output('lines', root.op('Sigmoid', [lines]), [1, 1, 'H', 'W']);
  return { ...root.build(), optimisation: 'all' };
}

function residualBlock(graph: Graph, x: Value, channels: number): Value {
  const shape = { inputs: channels, outputs: channels, kernel: 3 };
  const first = normed(graph, mirroredConv(graph.scope(1), x, shape), channels);
  const second = instanceNorm(graph, mirroredConv(graph.scope(5), first, shape), channels);
  return graph.op('Add', [x, second]);
}

interface KernelShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
}

/** Beyond the edge the image is mirrored. */
function mirroredConv(graph: Graph, x: Value, shape: KernelShape): Value {
  const half = (shape.kernel - 1) / 2;
  const padded = graph.op('Pad', [x, graph.ints([0, 0, half, half, 0, 0, half, half])], { mode: 'reflect' });
  return conv(graph, padded, { ...shape, pads: [0, 0, 0, 0] });
}

function doubled(graph: Graph, x: Value, { inputs, outputs }: Omit<KernelShape, 'kernel'>): Value {
  const operands = [x, graph.weight('weight', [inputs, outputs, 3, 3]), graph.weight('bias', [outputs])];
  const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] };
  return graph.op('ConvTranspose', operands, attributes);
}

function normed(graph: Graph, x: Value, channels: number): Value {
  return graph.op('Relu', [instanceNorm(graph, x, channels)]);
}

const EPS = 1e-5;

/** Each channel by its own mean and variance, without weights. */
function instanceNorm(graph: Graph, x: Value, channels: number): Value {
  const [ones, zeros] = [1, 0].map((value) => graph.floats(Array<number>(channels).fill(value)));
  return graph.op('InstanceNormalization', [x, ones!, zeros!], { epsilon: { float: EPS } });
}
