import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { groupNorm } from '#renderer/engine/graph/layers/layers.ts';

/** Big Transfer (https://arxiv.org/abs/1912.11370) as DPT's hybrid has it: bottlenecks with weights standardised. */
export interface BitConfig {
  /** Channels of the first convolution, of each stage's result, and inside its bottlenecks. */
  readonly first: number;
  readonly widths: readonly number[];
  readonly inner: readonly number[];
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  readonly groups: number;
}

/** The weight's variance, and the image's. */
const WEIGHT_EPS = 1e-8;
const NORM_EPS = 1e-5;

/** The results of all stages, (1, c, h/4, w/4) and smaller; sides are multiples of 32, so that all halves come out even. */
export function bitStages(graph: Graph, pixels: Value, config: BitConfig): readonly Value[] {
  const { first, widths, inner, depths, groups } = config;
  const embedder = graph.scope('embedder');
  const shape = { inputs: 3, outputs: first, kernel: 7, stride: 2 };
  const opened = standardConv(embedder.scope('convolution'), pixels, shape);
  const seen = rectifiedNorm(embedder.scope('norm'), opened, { channels: first, groups });
  let x = graph.op('MaxPool', [seen], { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] });
  let inputs = first;
  return widths.map((outputs, stage) => {
    for (let i = 0; i < depths[stage]!; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const block = graph.scope('encoder', 'stages', stage, 'layers', i);
      x = bottleneck(block, x, { inputs, outputs, inner: inner[stage]!, stride, groups });
      inputs = outputs;
    }
    return x;
  });
}

interface BlockShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly inner: number;
  readonly stride: number;
  readonly groups: number;
}

function bottleneck(graph: Graph, x: Value, { inputs, outputs, inner, stride, groups }: BlockShape): Value {
  const down = graph.scope('downsample');
  const trunk = down.has('conv.weight')
    ? normOf(down.scope('norm'), standardConv(down.scope('conv'), x, { inputs, outputs, kernel: 1, stride }), {
        channels: outputs,
        groups,
      })
    : x;
  const norm = { channels: inner, groups };
  const narrow = standardConv(graph.scope('conv1'), x, { inputs, outputs: inner, kernel: 1, stride: 1 });
  const first = rectifiedNorm(graph.scope('norm1'), narrow, norm);
  const around = standardConv(graph.scope('conv2'), first, { inputs: inner, outputs: inner, kernel: 3, stride });
  const second = rectifiedNorm(graph.scope('norm2'), around, norm);
  const wide = standardConv(graph.scope('conv3'), second, { inputs: inner, outputs, kernel: 1, stride: 1 });
  const last = normOf(graph.scope('norm3'), wide, { channels: outputs, groups });
  return graph.op('Relu', [graph.op('Add', [last, trunk])]);
}

interface ConvSides {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
}

/** Kernels of mean 0 and variance 1, made once; margins as TensorFlow has them ("same"), the larger half at the end. */
function standardConv(graph: Graph, x: Value, { inputs, outputs, kernel, stride }: ConvSides): Value {
  const early = graph.preparing();
  const count = inputs * kernel ** 2;
  const rows = early.op('Reshape', [
    graph.weight('weight', [outputs, inputs, kernel, kernel]),
    early.ints([1, outputs, count]),
  ]);
  const [ones, zeros] = [1, 0].map((value) => early.floats(Array<number>(outputs).fill(value)));
  const standard = early.op('InstanceNormalization', [rows, ones!, zeros!], { epsilon: { float: WEIGHT_EPS } });
  const kernels = early.op('Reshape', [standard, early.ints([outputs, inputs, kernel, kernel])]);
  const margin = Math.max(kernel - stride, 0);
  const [start, end] = [Math.floor(margin / 2), Math.ceil(margin / 2)];
  const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [start, start, end, end] };
  return graph.op('Conv', [x, kernels], attributes);
}

function normOf(graph: Graph, x: Value, { channels, groups }: { channels: number; groups: number }): Value {
  return groupNorm(graph, x, { channels, groups, eps: NORM_EPS });
}

function rectifiedNorm(graph: Graph, x: Value, shape: { channels: number; groups: number }): Value {
  return graph.op('Relu', [normOf(graph, x, shape)]);
}
