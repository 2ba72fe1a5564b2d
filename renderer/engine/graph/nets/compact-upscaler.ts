import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import type { UpscalerGraphOptions } from '#renderer/engine/graph/nets/rrdb.ts';

/** What the shapes of a compact upscaler's weights say. */
export interface CompactConfig {
  /** Channels between the layers: 64 as published. */
  readonly features: number;
  /** Layers between the first and the last: 32 of general-x4v3, 16 of animevideov3. */
  readonly layers: number;
  readonly scale: number;
}

/**
 * SRVGGNetCompact of Real-ESRGAN, by BasicSR's keys. Input `pixels` (b, 3, h, w) in 0…1, output `picture`
 * (b, 3, scale·h, scale·w), not clamped.
 *
 *     conv ─► prelu ─► [conv ─► prelu] × layers ─► conv ─► (+ each channel scale² times) ─► channels as pixels
 *
 * The published network adds the picture enlarged by its nearest neighbours to the result. Every channel of it repeated
 * before channels become pixels is the same, on fewer numbers.
 */
export function buildCompactUpscaler(
  { features, layers, scale }: CompactConfig,
  weights: WeightSupply,
  options: UpscalerGraphOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'upscaler' });
  const body = root.scope('body');
  const pixels = root.input('pixels', 'float', ['b', 3, 'h', 'w']);
  let x = pixels;
  for (let i = 0; i <= layers; i++) {
    x = conv(body.scope(2 * i), x, { inputs: i === 0 ? 3 : features, outputs: features });
    x = slopes(body.scope(2 * i + 1), x, features);
  }
  const repeats = Array.from({ length: 3 * scale ** 2 }, (_, i) => Math.floor(i / scale ** 2));
  const residual = root.op('Gather', [pixels, root.ints(repeats)], { axis: 1 });
  const shape = { inputs: features, outputs: repeats.length, residual };
  x = conv(body.scope(2 * (layers + 1)), x, shape);
  const picture = root.op('DepthToSpace', [x], { blocksize: scale, mode: 'CRD' });
  root.output('picture', picture, ['b', 3, 'H', 'W']);
  return { ...root.build(), optimisation: 'all' };
}

/** What is below 0 times its channel's own slope (PReLU, https://arxiv.org/abs/1502.01852). */
function slopes(graph: Graph, x: Value, channels: number): Value {
  const slope = graph.op('Unsqueeze', [graph.weight('weight', [channels]), graph.ints([0, 2, 3])]);
  return graph.op('PRelu', [x, slope]);
}
