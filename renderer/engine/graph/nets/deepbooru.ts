import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';

/** The shape of each convolution's kernels, in their order. */
export type DeepBooruConfig = readonly (readonly number[])[];

/** Pixels, multiples of 128: a half of an odd side is another one than the network was trained with. */
export interface TaggerSize {
  readonly height: number;
  readonly width: number;
}

/** Blocks of a stage; the first one halves the sides, and projects what it is added to, before or behind its branch. */
interface Stage {
  readonly blocks: number;
  readonly stride: number;
  readonly projectsLast?: true;
}

/** Of DeepDanbooru's `resnet_custom_v3`. The order in which convolutions are numbered is that in which they run. */
const STAGES: readonly Stage[] = [
  { blocks: 3, stride: 1 },
  { blocks: 8, stride: 2 },
  { blocks: 20, stride: 2 },
  { blocks: 20, stride: 2, projectsLast: true },
  { blocks: 3, stride: 2 },
  { blocks: 3, stride: 2 },
];

/** Convolutions of the network: the first, four a first block of a stage, three any other, and the last. */
export const DEEPBOORU_CONVOLUTIONS = 2 + STAGES.reduce((sum, { blocks }) => sum + 3 * blocks + 1, 0);

/**
 * DeepDanbooru (https://github.com/KichangKim/DeepDanbooru), by the keys of its port to torch: a ResNet
 * (https://arxiv.org/abs/1512.03385) of bottlenecks whose normalisations are folded into its convolutions:
 *
 *     pixels ─► 7×7 ÷2 ─► pool ÷2 ─► blocks ─► 1×1 ─► tags
 *     block:  1×1 ─► 3×3 ─► 1×1 ─(+ x, or its projection)─► what is above 0
 *
 * Input `pixels` (1, 3, height, width) in 0…1, sides multiples of 128; output `tags` (1, tags, height/128, width/128):
 * logits all over the picture, whose mean is the answer.
 */
export function buildDeepBooru(
  config: DeepBooruConfig,
  weights: WeightSupply,
  { height, width, ...options }: Omit<GraphOptions, 'name' | 'harmless' | 'residency'> & TaggerSize,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'tagger' });
  const last = config.length - 1;
  const convolve = (i: number, image: Value, more: Step = {}): Value => {
    const [outputs = 1, inputs = 1, kernel = 1] = config[i]!;
    const scope = root.scope(`n_Conv_${i}`);
    const { stride = 1, residual } = more;
    const pads = stride === 2 ? HALVING_PADS[kernel]! : undefined;
    const shape = { inputs, outputs, kernel, stride, bias: i < last };
    return conv(scope, image, { ...shape, ...(pads && { pads }), ...(residual && { residual }) });
  };
  const active = (value: Value) => root.op('Relu', [value]);
  const pixels = root.input('pixels', 'float', [1, 3, height, width]);
  const first = active(convolve(0, pixels, { stride: 2 }));
  const pool = { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] };
  let x = root.op('MaxPool', [first], pool);
  let next = 1;
  for (const { blocks, stride, projectsLast } of STAGES) {
    for (let block = 0; block < blocks; block++) {
      const isFirst = block === 0;
      const projection = isFirst ? (projectsLast ? next + 3 : next) : null;
      const from = isFirst && !projectsLast ? next + 1 : next;
      const inner = active(convolve(from, x));
      const middle = active(convolve(from + 1, inner, isFirst ? { stride } : {}));
      const residual = projection === null ? x : convolve(projection, x, { stride });
      x = active(convolve(from + 2, middle, { residual }));
      next += isFirst ? 4 : 3;
    }
  }
  root.output('tags', convolve(last, x), [1, config[last]![0]!, height / 128, width / 128]);
  return root.build();
}

interface Step {
  readonly stride?: number;
  readonly residual?: Value;
}

/** TensorFlow's SAME, by the kernel's side: what is missing of an even side is filled up at its end first. */
const HALVING_PADS: Readonly<Record<number, readonly number[]>> = {
  1: [0, 0, 0, 0],
  3: [0, 0, 1, 1],
  7: [2, 2, 3, 3],
};
