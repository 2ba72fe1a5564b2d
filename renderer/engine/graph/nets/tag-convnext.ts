import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type GeluKind, gelu } from '#renderer/engine/graph/layers/gelu.ts';
import { conv, denseRow, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';
import type { TaggerGraphOptions } from '#renderer/engine/graph/nets/tag-vit.ts';

/** A ConvNeXt that gives tags. */
export interface TagConvnextConfig {
  /** Channels and blocks of each stage. */
  readonly widths: readonly number[];
  readonly depths: readonly number[];
  /** Side of the picture that it reads, in pixels. */
  readonly side: number;
  readonly tags: number;
  readonly activation: GeluKind;
}

const EPS = 1e-6;
/** Sides of the first kernels, of those between stages, and of those that each channel has for itself. */
const [STEM, DOWN, OWN] = [4, 2, 7];
/** Of a block's inner channels to its own. */
const WIDER = 4;

/**
 * ConvNeXt (https://arxiv.org/abs/2201.03545) by timm's keys (timm/models/convnext.py):
 *
 *     pixels ─► stem ─► norm ─► block × n ─► [norm ─► 2×2 ─► block × n] × 3 ─► mean ─► norm ─► head ─► logits
 *     block:  7×7 of each channel ─► norm ─► mlp ─► · gamma ─(+)
 *
 * Input `pixels` (b, 3, side, side), normalised; output `logits` (b, tags).
 */
export function buildTagConvnext(
  { widths, depths, side, tags, activation }: TagConvnextConfig,
  weights: WeightSupply,
  options: TaggerGraphOptions,
): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: 'tagger' });
  const pixels = graph.input('pixels', 'float', ['b', 3, side, side]);
  const [first = 0] = widths;
  const last = widths.at(-1) ?? 0;
  const opened = reduced(graph.scope('stem', 0), pixels, { inputs: 3, outputs: first, kernel: STEM });
  let image = normPixels(graph.scope('stem', 1), opened, first);
  for (const [stage, outputs] of widths.entries()) {
    const scope = graph.scope('stages', stage);
    if (stage > 0) image = between(scope.scope('downsample'), image, { inputs: widths[stage - 1]!, outputs });
    for (let i = 0; i < depths[stage]!; i++) image = block(scope.scope('blocks', i), image, { outputs, activation });
  }
  const mean = graph.op('ReduceMean', [image, graph.ints([2, 3])], { keepdims: 0 });
  const normed = layerNorm(graph.scope('head', 'norm'), mean, { channels: last, eps: EPS });
  const logits = denseRow(graph.scope('head', 'fc'), normed, { inputs: last, outputs: tags });
  graph.output('logits', logits, ['b', tags]);
  return graph.build();
}

interface Reducing {
  readonly inputs: number;
  readonly outputs: number;
}

function between(graph: Graph, image: Value, { inputs, outputs }: Reducing): Value {
  return reduced(graph.scope(1), normPixels(graph.scope(0), image, inputs), { inputs, outputs, kernel: DOWN });
}

/** Each square of pixels becomes one. */
function reduced(graph: Graph, image: Value, { kernel, ...shape }: Reducing & { readonly kernel: number }): Value {
  return conv(graph, image, { ...shape, kernel, stride: kernel, pads: [0, 0, 0, 0] });
}

interface BlockShape {
  readonly outputs: number;
  readonly activation: GeluKind;
}

function block(graph: Graph, image: Value, { outputs: width, activation }: BlockShape): Value {
  const own = graph.scope('conv_dw');
  const kernels = own.weight('weight', [width, 1, OWN, OWN]);
  const around = (OWN - 1) / 2;
  const attributes = { kernel_shape: [OWN, OWN], pads: [around, around, around, around], group: width };
  const seen = graph.op('Conv', [image, kernels, own.weight('bias', [width])], attributes);
  const tokens = graph.layer('PixelsAsTokens', { operands: { image: seen }, attributes: {} });
  const mlp = graph.scope('mlp');
  const normed = layerNorm(graph.scope('norm'), tokens, { channels: width, eps: EPS });
  const wide = linear(mlp.scope('fc1'), normed, { inputs: width, outputs: WIDER * width });
  const mixed = linear(mlp.scope('fc2'), gelu(mlp, wide, activation), { inputs: WIDER * width, outputs: width });
  const scaled = graph.op('Mul', [mixed, graph.weight('gamma', [width])]);
  const branch = graph.layer('TokensAsPixels', { operands: { tokens: scaled, like: image }, attributes: {} });
  return graph.op('Add', [image, branch]);
}

/** Normalises the channels of every pixel. */
function normPixels(graph: Graph, image: Value, channels: number): Value {
  const last = graph.op('Transpose', [image], { perm: [0, 2, 3, 1] });
  return graph.op('Transpose', [layerNorm(graph, last, { channels, eps: EPS })], { perm: [0, 3, 1, 2] });
}
