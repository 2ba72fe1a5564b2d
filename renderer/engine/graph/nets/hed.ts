import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';

/** How the graphs of preprocessors are built: their weights are few enough to be converted. */
export type PreprocessorGraphOptions = Omit<GraphOptions, 'name' | 'harmless' | 'residency'>;

/** Channels of each block, and its convolutions. */
export interface HedConfig {
  readonly channels: readonly number[];
  readonly convolutions: readonly number[];
}

/**
 * HED (https://arxiv.org/abs/1504.06375) as lllyasviel's ControlNetHED has it. Input `pixels` (1, 3, h, w) in 0…255, red
 * first; outputs `side1` … `side5` (1, 1, h/2ⁱ, w/2ⁱ): how much each place is an edge, before the sigmoid.
 *
 *     - norm ─► [conv ─► relu] × n ─┬─► max-pool ─► … × 5
 *                                   └─► projection ─► side
 */
export function buildHed(
  { channels, convolutions }: HedConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor' });
  let x: Value = root.op('Sub', [root.input('pixels', 'float', [1, 3, 'h', 'w']), root.weight('norm', [1, 3, 1, 1])]);
  for (const [i, outputs] of channels.entries()) {
    const block = root.scope(`block${i + 1}`);
    if (i > 0) x = halved(root, x);
    for (let j = 0; j < convolutions[i]!; j++) {
      const inputs = j > 0 ? outputs : (channels[i - 1] ?? 3);
      x = root.op('Relu', [conv(block.scope('convs', j), x, { inputs, outputs })]);
    }
    const side = conv(block.scope('projection'), x, { inputs: outputs, outputs: 1, kernel: 1 });
    root.output(`side${i + 1}`, side, [1, 1, `h${i}`, `w${i}`]);
  }
  return { ...root.build(), optimisation: 'all' };
}

/** Each pixel the largest of four; what is left over at the right and at the bottom is dropped. */
export function halved(graph: Graph, image: Value): Value {
  return graph.op('MaxPool', [image], { kernel_shape: [2, 2], strides: [2, 2] });
}
