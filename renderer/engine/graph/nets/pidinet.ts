import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import { differenceConv, type PixelDifference } from '#renderer/engine/graph/layers/pixel-difference.ts';
import { halved, type PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';

export interface PidinetConfig {
  /** Channels of the first stage: 60 of table5. */
  readonly width: number;
  /** Channels in which the stages are looked at: 24. */
  readonly reduced: number;
}

/** In this order, over and over, from the first convolution on ("carv4"). */
const DIFFERENCES: readonly PixelDifference[] = ['central', 'angular', 'radial', 'none'];

/** Stages with their blocks; all but the first begin with half the sides. */
const STAGES = [
  { blocks: 3, factor: 1 },
  { blocks: 4, factor: 2 },
  { blocks: 4, factor: 4 },
  { blocks: 4, factor: 4 },
] as const;

/** Steps between the pixels of a kernel that looks around. */
const DILATIONS = [5, 7, 9, 11];

/**
 * PiDiNet (https://arxiv.org/abs/2108.07009) with dilation and attention. Input `pixels` (1, 3, h, w) in 0…1, blue first;
 * output `edges` (1, 1, h, w) in 0…1, and `edges1` … `edges4`, those of each stage alone.
 *
 *     init ─► stage 1 ─► stage 2 ─► stage 3 ─► stage 4
 *               └─ around ─ attention ─ reduce ─ ×h,w ─┴─ … ─► classifier ─► sigmoid
 */
export function buildPidinet(
  { width, reduced }: PidinetConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor' });
  const pixels = root.input('pixels', 'float', [1, 3, 'h', 'w']);
  let layer = 0;
  const next = () => DIFFERENCES[layer++ % DIFFERENCES.length]!;
  let x = differenceConv(root.scope('init_block'), pixels, { kind: next(), inputs: 3, outputs: width, groups: 1 });
  let inputs: number = width;
  const sides: Value[] = [];
  for (const [stage, { blocks, factor }] of STAGES.entries()) {
    const outputs = width * factor;
    for (let i = 1; i <= blocks; i++) {
      const isSmaller = stage > 0 && i === 1;
      x = block(root.scope(`block${stage + 1}_${i}`), x, { kind: next(), inputs, outputs, isSmaller });
      inputs = outputs;
    }
    sides.push(sideOf(root, x, { stage, inputs, reduced, like: pixels }));
  }
  for (const [i, side] of sides.entries()) {
    root.output(`edges${i + 1}`, root.op('Sigmoid', [side]), [1, 1, 'h', 'w']);
  }
  const together = root.op('Concat', sides, { axis: 1 });
  const edges = conv(root.scope('classifier'), together, { inputs: STAGES.length, outputs: 1, kernel: 1 });
  root.output('edges', root.op('Sigmoid', [edges]), [1, 1, 'h', 'w']);
  return { ...root.build(), optimisation: 'all' };
}

interface BlockShape {
  readonly kind: PixelDifference;
  readonly inputs: number;
  readonly outputs: number;
  readonly isSmaller: boolean;
}

function block(graph: Graph, image: Value, { kind, inputs, outputs, isSmaller }: BlockShape): Value {
  const x = isSmaller ? halved(graph, image) : image;
  const apart = differenceConv(graph.scope('conv1'), x, { kind, inputs, outputs: inputs, groups: inputs });
  const trunk = isSmaller ? conv(graph.scope('shortcut'), x, { inputs, outputs, kernel: 1 }) : x;
  const mixed = graph.op('Relu', [apart]);
  return conv(graph.scope('conv2'), mixed, { inputs, outputs, kernel: 1, bias: false, residual: trunk });
}

function sideOf(
  root: Graph,
  x: Value,
  { stage, inputs, reduced, like }: { stage: number; inputs: number; reduced: number; like: Value },
): Value {
  const seen = attended(
    root.scope('attentions', stage),
    around(root.scope('dilations', stage), x, { inputs, reduced }),
    reduced,
  );
  const one = conv(root.scope('conv_reduces', stage, 'conv'), seen, { inputs: reduced, outputs: 1, kernel: 1 });
  const sizes = root.op('Concat', [root.ints([1, 1]), root.op('Shape', [like], { start: 2, end: 4 })], { axis: 0 });
  return root.op('Resize', [one, null, null, sizes], { mode: 'linear' });
}

/** CDCM: four convolutions that look ever further, summed. */
function around(graph: Graph, x: Value, { inputs, reduced }: { inputs: number; reduced: number }): Value {
  const first = conv(graph.scope('conv1'), graph.op('Relu', [x]), { inputs, outputs: reduced, kernel: 1 });
  const parts = DILATIONS.map((step, i) => {
    const kernels = graph.scope(`conv2_${i + 1}`).weight('weight', [reduced, reduced, 3, 3]);
    const attributes = { kernel_shape: [3, 3], dilations: [step, step], pads: [step, step, step, step] };
    return graph.op('Conv', [first, kernels], attributes);
  });
  return parts.reduce((sum, part) => graph.op('Add', [sum, part]));
}

const ATTENTION_WIDTH = 4;

/** CSAM: each place weighed by what is around it. */
function attended(graph: Graph, x: Value, channels: number): Value {
  const narrow = { inputs: channels, outputs: ATTENTION_WIDTH, kernel: 1 };
  const first = conv(graph.scope('conv1'), graph.op('Relu', [x]), narrow);
  const second = conv(graph.scope('conv2'), first, { inputs: ATTENTION_WIDTH, outputs: 1, bias: false });
  return graph.op('Mul', [x, graph.op('Sigmoid', [second])]);
}
