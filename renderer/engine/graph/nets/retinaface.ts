import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { batchNorm, conv, upsample } from '#renderer/engine/graph/layers/layers.ts';

export interface RetinaFaceConfig {
  /** Bottlenecks of each stage: 3, 4, 6, 3 of ResNet-50. */
  readonly blocks: readonly number[];
  /** Channels of the first stage's bottlenecks; each later stage has twice as many. */
  readonly width: number;
  /** Channels of the pyramid. */
  readonly channels: number;
}

/** Pixels between neighbouring places at each level of the pyramid. */
export const LEVEL_STEPS = [8, 16, 32] as const;

/** Boxes that are looked for at a place. */
export const BOXES_A_PLACE = 2;

const EPS = 1e-5;
/** Channels of a bottleneck's result, for each inside. */
const WIDENING = 4;

/**
 * RetinaFace (https://arxiv.org/abs/1905.00641) over ResNet-50 as facexlib has it, by the published keys: a pyramid of
 * three levels, at each place of which two boxes are judged.
 *
 *     pixels ─► ResNet ─► stage 2, 3, 4 ─► pyramid, from the coarse to the fine ─► context ─► heads
 *
 * Input `pixels` (1, 3, h, w), blue first, less their means; outputs `boxes` (1, n, 4), `scores` (1, n, 2), the second
 * of which says face, and `landmarks` (1, n, 10): n boxes of all levels, row by row of the places.
 */
export function buildRetinaFace(
  { blocks, width, channels }: RetinaFaceConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless' | 'residency' | 'precision'>,
): BuiltGraph {
  const exact = { residency: 'prepacked', precision: 'float32' } as const;
  const root = Graph.over(weights, { ...options, ...exact, name: 'face detector' });
  const stages = resnet(root.scope('body'), root.input('pixels', 'float', [1, 3, 'h', 'w']), { blocks, width });
  const levels = pyramid(root.scope('fpn'), stages.slice(1), { width, channels });
  const seen = levels.map((level, i) => context(root.scope(`ssh${i + 1}`), level, channels));
  const head = (name: string, numbers: number) => {
    const parts = seen.map((level, i) => {
      const shape = { inputs: channels, outputs: BOXES_A_PLACE * numbers, kernel: 1 };
      const image = conv(root.scope(name, i, 'conv1x1'), level, shape);
      const lines = root.op('Transpose', [image], { perm: [0, 2, 3, 1] });
      return root.op('Reshape', [lines, root.ints([1, -1, numbers])]);
    });
    return root.op('Concat', parts, { axis: 1 });
  };
  root.output('boxes', head('BboxHead', 4), [1, 'n', 4]);
  root.output('scores', root.op('Softmax', [head('ClassHead', 2)], { axis: -1 }), [1, 'n', 2]);
  root.output('landmarks', head('LandmarkHead', 10), [1, 'n', 10]);
  return root.build();
}

interface UnitShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel?: number;
  readonly stride?: number;
}

/** A convolution, whose weights have one name, and its normalisation, which has another. */
function unit(conved: Graph, normed: Graph, x: Value, shape: UnitShape): Value {
  return batchNorm(normed, conv(conved, x, { ...shape, bias: false }), { channels: shape.outputs, eps: EPS });
}

function resnet(graph: Graph, pixels: Value, { blocks, width }: Omit<RetinaFaceConfig, 'channels'>): Value[] {
  const first = unit(graph.scope('conv1'), graph.scope('bn1'), pixels, {
    ...{ inputs: 3, outputs: width, kernel: 7, stride: 2 },
  });
  const pool = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
  let x = graph.op('MaxPool', [graph.op('Relu', [first])], pool);
  let inputs = width;
  return blocks.map((count, i) => {
    const inner = width * 2 ** i;
    for (let j = 0; j < count; j++) {
      const stride = i > 0 && j === 0 ? 2 : 1;
      x = bottleneck(graph.scope(`layer${i + 1}`, j), x, { inputs, inner, stride });
      inputs = WIDENING * inner;
    }
    return x;
  });
}

interface BottleneckShape {
  readonly inputs: number;
  readonly inner: number;
  readonly stride: number;
}

function bottleneck(graph: Graph, x: Value, { inputs, inner, stride }: BottleneckShape): Value {
  const outputs = WIDENING * inner;
  const layer = (i: number, from: Value, shape: UnitShape) =>
    unit(graph.scope(`conv${i}`), graph.scope(`bn${i}`), from, shape);
  const first = graph.op('Relu', [layer(1, x, { inputs, outputs: inner, kernel: 1 })]);
  const second = graph.op('Relu', [layer(2, first, { inputs: inner, outputs: inner, stride })]);
  const third = layer(3, second, { inputs: inner, outputs, kernel: 1 });
  const isSame = stride === 1 && inputs === outputs;
  const projected = { inputs, outputs, kernel: 1, stride };
  const trunk = isSame ? x : unit(graph.scope('downsample', 0), graph.scope('downsample', 1), x, projected);
  return graph.op('Relu', [graph.op('Add', [third, trunk])]);
}

/** Facexlib's leaky one leaks nothing where there are as many channels as in this pyramid. */
function relu(graph: Graph, x: Value): Value {
  return graph.op('Relu', [x]);
}

function pyramid(
  graph: Graph,
  stages: readonly Value[],
  { width, channels }: Omit<RetinaFaceConfig, 'blocks'>,
): Value[] {
  const levels = stages.map((stage, i) => {
    const shape = { inputs: WIDENING * width * 2 ** (i + 1), outputs: channels, kernel: 1 };
    const scope = graph.scope(`output${i + 1}`);
    return relu(graph, unit(scope.scope(0), scope.scope(1), stage, shape));
  });
  for (let i = levels.length - 2; i >= 0; i--) {
    const coarser = upsample(graph, levels[i + 1]!, levels[i]!);
    const scope = graph.scope(`merge${i + 1}`);
    const sum = graph.op('Add', [levels[i]!, coarser]);
    levels[i] = relu(graph, unit(scope.scope(0), scope.scope(1), sum, { inputs: channels, outputs: channels }));
  }
  return levels;
}

/** Three convolutions of 3×3, 5×5 and 7×7, the larger ones of several 3×3, side by side. */
function context(graph: Graph, x: Value, channels: number): Value {
  const [half, quarter] = [channels / 2, channels / 4];
  const layer = (name: string, from: Value, shape: UnitShape) =>
    unit(graph.scope(name, 0), graph.scope(name, 1), from, shape);
  const inner = { inputs: quarter, outputs: quarter };
  const three = layer('conv3X3', x, { inputs: channels, outputs: half });
  const start = relu(graph, layer('conv5X5_1', x, { inputs: channels, outputs: quarter }));
  const five = layer('conv5X5_2', start, inner);
  const seven = layer('conv7x7_3', relu(graph, layer('conv7X7_2', start, inner)), inner);
  return graph.op('Relu', [graph.op('Concat', [three, five, seven], { axis: 1 })]);
}
