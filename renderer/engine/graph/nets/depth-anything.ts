import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { FIRST_FUSION, fused, reassembled } from '#renderer/engine/graph/layers/depth-fusion.ts';
import { conv, layerNorm } from '#renderer/engine/graph/layers/layers.ts';
import { pictureAndPositions, visionBlock } from '#renderer/engine/graph/layers/vision-block.ts';
import type { PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';

export interface DepthAnythingConfig {
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  readonly layers: number;
  /** Pixels along a side of what becomes a token: 14. */
  readonly patch: number;
  /** Layers, from 1, after which features are taken: the last four of the first version, else 3, 6, 9, 12 of 12. */
  readonly taken: readonly number[];
  /** Channels of the four stages, of the neck, and of the head. */
  readonly stages: readonly number[];
  readonly fusion: number;
  readonly head: number;
  /** Metres of what is furthest; null = inverse depth without a unit. */
  readonly depthMax: number | null;
}

const NAMES = {
  before: 'norm1',
  attention: 'attention',
  projections: { q: 'q_proj', k: 'k_proj', v: 'v_proj', out: 'o_proj' },
  after: 'norm2',
  wide: 'mlp.fc1',
  narrow: 'mlp.fc2',
  scales: ['layer_scale1.lambda1', 'layer_scale2.lambda1'],
} as const;

const EPS = 1e-6;

/** The table of positions comes by an input, and masks are for training. */
const HARMLESS = [/^backbone\.embeddings\.(mask_token|position_embeddings)$/, FIRST_FUSION];

/**
 * Depth Anything (https://arxiv.org/abs/2401.10891, https://arxiv.org/abs/2406.09414) by the keys of transformers: DINOv2,
 * then DPT's neck. Inputs `pixels` (1, 3, h, w), sides multiples of the patch, and `positions` (1, 1 + tokens, width);
 * output `depth` (1, h, w).
 */
export function buildDepthAnything(
  config: DepthAnythingConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  const { width, patch, stages, fusion, depthMax } = config;
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor', harmless: HARMLESS });
  const { pixels, positions } = pictureAndPositions(root, { unit: patch, patch, width });
  const { grid, features } = backbone(root.scope('backbone'), { pixels, positions }, config);
  const neck = root.scope('neck');
  const images = features.map((tokens, stage) => {
    const image = neck.layer('TokensAsPixels', { operands: { tokens, like: grid }, attributes: {} });
    const scope = neck.scope('reassemble_stage', 'layers', stage);
    return reassembled(scope, image, { stage, width, channels: stages[stage]! });
  });
  const seen = fused(neck, images, { channels: stages, width: fusion, toStages: true });
  const last = headOf(root.scope('head'), seen, { grid, patch, fusion, head: config.head });
  const depth = depthMax === null ? root.op('Relu', [last]) : metres(root, last, depthMax);
  root.output('depth', root.op('Squeeze', [depth, root.ints([1])]), [1, 'H', 'W']);
  return { ...root.build(), optimisation: 'all' };
}

function backbone(
  graph: Graph,
  { pixels, positions }: { readonly pixels: Value; readonly positions: Value },
  config: DepthAnythingConfig,
): { grid: Value; features: readonly Value[] } {
  const { width, patch, layers, taken } = config;
  const embeddings = graph.scope('embeddings');
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const grid = conv(embeddings.scope('patch_embeddings', 'projection'), pixels, shape);
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: grid }, attributes: {} });
  const whole = graph.op('Concat', [embeddings.weight('cls_token', [1, 1, width]), tokens], { axis: 1 });
  let x = graph.op('Add', [whole, positions]);
  const features: Value[] = [];
  for (let i = 0; i < layers; i++) {
    x = visionBlock(graph.scope('encoder', 'layer', i), x, { ...config, eps: EPS, names: NAMES });
    if (!taken.includes(i + 1)) continue;
    const normed = layerNorm(graph.scope('layernorm'), x, { channels: width, eps: EPS });
    features.push(withoutFirst(graph, normed));
  }
  return { grid, features };
}

/** Tokens without the one that stands for the whole picture. */
export function withoutFirst(graph: Graph, tokens: Value): Value {
  return graph.op('Slice', [tokens, graph.ints([1]), graph.ints([2 ** 31 - 1]), graph.ints([1])]);
}

function headOf(
  graph: Graph,
  seen: Value,
  { grid, patch, fusion, head }: { grid: Value; patch: number; fusion: number; head: number },
): Value {
  const first = conv(graph.scope('conv1'), seen, { inputs: fusion, outputs: fusion / 2 });
  const sides = graph.op('Mul', [graph.op('Shape', [grid], { start: 2, end: 4 }), graph.ints([patch])]);
  const sizes = graph.op('Concat', [graph.ints([1, fusion / 2]), sides], { axis: 0 });
  const attributes = { mode: 'linear', coordinate_transformation_mode: 'align_corners' };
  const large = graph.op('Resize', [first, null, null, sizes], attributes);
  const second = graph.op('Relu', [conv(graph.scope('conv2'), large, { inputs: fusion / 2, outputs: head })]);
  return conv(graph.scope('conv3'), second, { inputs: head, outputs: 1, kernel: 1 });
}

function metres(graph: Graph, x: Value, most: number): Value {
  return graph.op('Mul', [graph.op('Sigmoid', [x]), graph.floats([most], [])]);
}
