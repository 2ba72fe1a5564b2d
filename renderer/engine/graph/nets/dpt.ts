import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { byCorners, FIRST_FUSION, fused, reassembled } from '#renderer/engine/graph/layers/depth-fusion.ts';
import { conv, linear } from '#renderer/engine/graph/layers/layers.ts';
import { pictureAndPositions, visionBlock } from '#renderer/engine/graph/layers/vision-block.ts';
import { type BitConfig, bitStages } from '#renderer/engine/graph/nets/bit.ts';
import { withoutFirst } from '#renderer/engine/graph/nets/depth-anything.ts';
import type { PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';

export interface DptConfig {
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  readonly layers: number;
  readonly patch: number;
  /** Layers, from 1, after which features are taken: four, or two after two stages of the convolutional backbone. */
  readonly taken: readonly number[];
  /** Channels of the four stages, of the neck, and of the head. */
  readonly stages: readonly number[];
  readonly fusion: number;
  readonly head: number;
  /** What sees the picture before the transformer does, in the hybrid; null = patches of pixels are tokens. */
  readonly bit: BitConfig | null;
}

const NAMES = {
  before: 'layernorm_before',
  attention: 'attention',
  projections: { q: 'attention.query', k: 'attention.key', v: 'attention.value', out: 'output.dense' },
  after: 'layernorm_after',
  wide: 'intermediate.dense',
  narrow: 'output.dense',
  scales: null,
} as const;

const EPS = 1e-12;

/** The table of positions comes by an input; the last norm and what pools are for other tasks. */
const HARMLESS = [/^dpt\.(embeddings\.position_embeddings|layernorm\.|pooler\.)/, FIRST_FUSION];

/**
 * DPT (https://arxiv.org/abs/2103.13413) and its hybrid, which MiDaS 3 uses, by the keys of transformers. Inputs `pixels`
 * (1, 3, h, w), sides multiples of twice the patch, and `positions` (1, 1 + tokens, width); output `depth` (1, h, w),
 * inverse and without a unit.
 */
export function buildDpt(config: DptConfig, weights: WeightSupply, options: PreprocessorGraphOptions): BuiltGraph {
  const { width, patch, stages, fusion, bit } = config;
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor', harmless: HARMLESS });
  const { pixels, positions } = pictureAndPositions(root, { unit: 2 * patch, patch, width });
  const { grid, early } = seenFirst(root.scope('dpt', 'embeddings'), pixels, config);
  const neck = root.scope('neck');
  const late = transformed(root.scope('dpt'), { grid, positions }, config).map((tokens, i) => {
    const stage = early.length + i;
    const image = readout(neck.scope('reassemble_stage', 'readout_projects', stage, 0), tokens, { grid, width });
    const scope = neck.scope('reassemble_stage', 'layers', stage);
    return reassembled(scope, image, { stage, width, channels: stages[stage]! });
  });
  const images = [...(bit ? early : []), ...late];
  const seen = fused(neck, images, { channels: stages, width: fusion, toStages: false });
  root.output('depth', root.op('Squeeze', [headOf(root.scope('head', 'head'), seen, config), root.ints([1])]), [
    1,
    'H',
    'W',
  ]);
  return { ...root.build(), optimisation: 'all' };
}

/** The image (1, width, h/patch, w/patch) whose pixels are tokens, and features that came before. */
function seenFirst(
  graph: Graph,
  pixels: Value,
  { width, patch, bit }: DptConfig,
): { grid: Value; early: readonly Value[] } {
  if (!bit) {
    const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
    return { grid: conv(graph.scope('patch_embeddings', 'projection'), pixels, shape), early: [] };
  }
  const stages = bitStages(graph.scope('backbone', 'bit'), pixels, bit);
  const last = stages.at(-1)!;
  const grid = conv(graph.scope('projection'), last, { inputs: bit.widths.at(-1)!, outputs: width, kernel: 1 });
  return { grid, early: stages.slice(0, 2) };
}

/** Tokens (1, 1 + n, width) after the layers that are taken. */
function transformed(
  graph: Graph,
  { grid, positions }: { readonly grid: Value; readonly positions: Value },
  config: DptConfig,
): readonly Value[] {
  const { width, layers, taken } = config;
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: grid }, attributes: {} });
  const first = graph.scope('embeddings').weight('cls_token', [1, 1, width]);
  const whole = graph.op('Concat', [first, tokens], { axis: 1 });
  let x = graph.op('Add', [whole, positions]);
  const features: Value[] = [];
  for (let i = 0; i < layers; i++) {
    x = visionBlock(graph.scope('encoder', 'layer', i), x, { ...config, eps: EPS, names: NAMES });
    if (taken.includes(i + 1)) features.push(x);
  }
  return features;
}

/** Each token read beside the one that stands for the whole picture, as an image. */
function readout(graph: Graph, tokens: Value, { grid, width }: { grid: Value; width: number }): Value {
  const own = withoutFirst(graph, tokens);
  const first = graph.op('Slice', [tokens, graph.ints([0]), graph.ints([1]), graph.ints([1])]);
  const everywhere = graph.op('Expand', [first, graph.op('Shape', [own])]);
  const beside = graph.op('Concat', [own, everywhere], { axis: 2 });
  const read = graph.op('Gelu', [linear(graph, beside, { inputs: 2 * width, outputs: width })]);
  return graph.layer('TokensAsPixels', { operands: { tokens: read, like: grid }, attributes: {} });
}

function headOf(graph: Graph, seen: Value, { fusion, head }: DptConfig): Value {
  const first = conv(graph.scope(0), seen, { inputs: fusion, outputs: fusion / 2 });
  const large = byCorners(graph, first, { times: 2 });
  const second = graph.op('Relu', [conv(graph.scope(2), large, { inputs: fusion / 2, outputs: head })]);
  return graph.op('Relu', [conv(graph.scope(4), second, { inputs: head, outputs: 1, kernel: 1 })]);
}
