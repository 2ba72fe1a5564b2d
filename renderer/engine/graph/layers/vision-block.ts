import { addDims, multiplyDims } from '#renderer/engine/graph/ir/dims.ts';
import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type AttentionNames, attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import { layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';

/** The inputs of a vision transformer's picture, sides in units of so many pixels, and of positions for its tokens. */
export function pictureAndPositions(
  graph: Graph,
  { unit, patch, width }: { readonly unit: number; readonly patch: number; readonly width: number },
): { readonly pixels: Value; readonly positions: Value } {
  const side = (name: string, factor: number) => multiplyDims(name, factor)!;
  const pixels = graph.input('pixels', 'float', [1, 3, side('h', unit), side('w', unit)]);
  const tokens = addDims(multiplyDims(side('h', unit / patch), side('w', unit / patch)), 1)!;
  return { pixels, positions: graph.input('positions', 'float', [1, tokens, width]) };
}

/** Where a block of a vision transformer has its weights. */
export interface VisionBlockNames {
  readonly before: string;
  readonly attention: string;
  readonly projections: AttentionNames;
  readonly after: string;
  readonly wide: string;
  readonly narrow: string;
  /** What each branch is scaled by, channel by channel; null = it is not. */
  readonly scales: readonly [string, string] | null;
}

export interface VisionBlockShape {
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  readonly eps: number;
  readonly names: VisionBlockNames;
}

/**
 * A block of a vision transformer (https://arxiv.org/abs/2010.11929) on tokens (b, n, c), normalised before each branch:
 *
 *     x ─► norm ─► attention ─► (scale) ─(+)─► norm ─► wide ─► gelu ─► narrow ─► (scale) ─(+)─►
 */
export function visionBlock(graph: Graph, x: Value, shape: VisionBlockShape): Value {
  const { width, inner, heads, eps, names } = shape;
  const norm = { channels: width, eps };
  const added = (trunk: Value, branch: Value, which: 0 | 1) => {
    const scaled = names.scales ? graph.op('Mul', [branch, graph.weight(names.scales[which], [width])]) : branch;
    return graph.op('Add', [trunk, scaled]);
  };
  const first = layerNorm(graph.scope(names.before), x, norm);
  const scope = graph.scope(names.attention);
  const heed = { channels: width, heads, contextWidth: width, biases: true, names: names.projections };
  const mixed = attention(scope, { x: first, context: first }, heed);
  const seen = added(x, graph.op('Add', [mixed, attentionBias(scope, heed)]), 0);
  const second = layerNorm(graph.scope(names.after), seen, norm);
  const wide = graph.op('Gelu', [linear(graph.scope(names.wide), second, { inputs: width, outputs: inner })]);
  return added(seen, linear(graph.scope(names.narrow), wide, { inputs: inner, outputs: width }), 1);
}
