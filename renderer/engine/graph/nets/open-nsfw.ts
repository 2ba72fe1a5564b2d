import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, rowByTransposed } from '#renderer/engine/graph/layers/layers.ts';

/** The shape (out, in, kernel, kernel) of each convolution's kernels, in the order in which they run. */
export type OpenNsfwConfig = readonly (readonly number[])[];

/** Pixels of the square that it reads. */
export const OPEN_NSFW_SIDE = 224;

/** Blocks of each stage; the first of every stage but the first halves the sides, by its first convolution. */
const STAGES = [3, 4, 6, 3];

/** Convolutions: the first, four of a stage's first block, three of any other. */
export const OPEN_NSFW_CONVOLUTIONS = 1 + STAGES.reduce((sum, blocks) => sum + 3 * blocks + 1, 0);

const EXACT = { residency: 'prepacked', precision: 'float32' } as const;

/**
 * Yahoo's Open NSFW (https://github.com/yahoo/open_nsfw): a ResNet-50 (https://arxiv.org/abs/1512.03385) of half the
 * width, each convolution with its normalisation.
 *
 *     pixels ─► 7×7 ÷2 ─► pool ÷2 ─► blocks ─► mean ─► dense ─► softmax
 *     block:  1×1 ─► 3×3 ─► 1×1 ─(+ x, or its projection)─► what is above 0
 *
 * Input `pixels` (b, 3, 224, 224), blue first, 0…255 less the means; output `scores` (b, 2), the second of which says
 * how likely it is that the picture is not safe for work.
 */
export function buildOpenNsfw(
  config: OpenNsfwConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless' | 'residency' | 'precision'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, ...EXACT, name: 'picture classifier' });
  const step = (i: number, image: Value, stride = 1) =>
    convolve(root.scope('conv', i), image, { of: config[i], stride });
  const active = (value: Value) => root.op('Relu', [value]);
  const pixels = root.input('pixels', 'float', ['b', 3, OPEN_NSFW_SIDE, OPEN_NSFW_SIDE]);
  const pool = { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] };
  let x = root.op('MaxPool', [active(step(0, pixels, 2))], pool);
  let next = 1;
  for (const [stage, blocks] of STAGES.entries()) {
    for (let block = 0; block < blocks; block++) {
      const isFirst = block === 0;
      const stride = isFirst && stage > 0 ? 2 : 1;
      const middle = active(step(next + 1, active(step(next, x, stride))));
      const trunk = isFirst ? step(next + 2, x, stride) : x;
      x = active(root.op('Add', [step(next + (isFirst ? 3 : 2), middle), trunk]));
      next += isFirst ? 4 : 3;
    }
  }
  root.output('scores', root.op('Softmax', [dense(root.scope('dense'), x, config.at(-1)?.[0] ?? 1)], { axis: -1 }), [
    'b',
    2,
  ]);
  return root.build();
}

/** Its normalisation has the deviation in its factors already. */
function convolve(
  graph: Graph,
  image: Value,
  {
    of: [outputs = 1, inputs = 1, kernel = 1] = [],
    stride,
  }: { readonly of: readonly number[] | undefined; readonly stride: number },
): Value {
  const convolved = conv(graph, image, { inputs, outputs, kernel, stride });
  const learnt = ['norm_scale', 'norm_bias', 'running_mean'].map((name) => graph.weight(name, [outputs]));
  const ones = graph.floats(new Array(outputs).fill(1));
  return graph.op('BatchNormalization', [convolved, ...learnt, ones], { epsilon: { float: 0 } });
}

function dense(graph: Graph, image: Value, inputs: number): Value {
  const rows = graph.op('ReduceMean', [image, graph.ints([2, 3])], { keepdims: 0 });
  return graph.op('Add', [rowByTransposed(graph, rows, { inputs, outputs: 2 }), graph.weight('bias', [2])]);
}
