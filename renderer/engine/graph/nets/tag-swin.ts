import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type GeluKind, gelu } from '#renderer/engine/graph/layers/gelu.ts';
import { conv, denseRow, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';
import { intoWindows, outOfWindows } from '#renderer/engine/graph/layers/windows.ts';
import type { TaggerGraphOptions } from '#renderer/engine/graph/nets/tag-vit.ts';

/** A Swin Transformer V2 that gives tags. */
export interface TagSwinConfig {
  /** Numbers of a token in the first stage; each next one has twice as many. */
  readonly width: number;
  /** Blocks and heads of each stage. */
  readonly depths: readonly number[];
  readonly heads: readonly number[];
  /** Side of the picture that it reads, and of the squares that are one token each. Pixels. */
  readonly side: number;
  readonly patch: number;
  /** Tokens along a side of a window. */
  readonly window: number;
  readonly tags: number;
  readonly activation: GeluKind;
}

const EPS = 1e-5;
/** Of a block's inner numbers to its own, and those between a place and what it adds. */
const [WIDER, PLACE_WIDTH] = [4, 512];
/** Products of queries and keys are at most so much. */
const SCALE_MAX = 100;
/** What keeps a token from looking at another, before softmax. */
const UNSEEN = -100;

/**
 * Swin Transformer V2 (https://arxiv.org/abs/2111.09883) by timm's keys (timm/models/swin_transformer_v2.py):
 *
 *     pixels ─► patches ─► norm ─► block × n ─► [2×2 joined ─► norm ─► block × n] × 3 ─► norm ─► mean ─► head ─► logits
 *     block:  windows, every other time shifted ─► cosine attention ─► norm ─(+)─► mlp ─► norm ─(+)
 *
 * Input `pixels` (1, 3, side, side), normalised; output `logits` (1, tags).
 */
export function buildTagSwin(config: TagSwinConfig, weights: WeightSupply, options: TaggerGraphOptions): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: 'tagger' });
  const { side, patch, tags, window, activation } = config;
  const pixels = graph.input('pixels', 'float', [1, 3, side, side]);
  const shape = { inputs: 3, outputs: config.width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const embedded = graph.scope('patch_embed');
  const image = conv(embedded.scope('proj'), pixels, shape);
  const patches = graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  let [width, grid] = [config.width, side / patch];
  let trunk = layerNorm(embedded.scope('norm'), patches, { channels: width, eps: EPS });
  for (const [stage, heads] of config.heads.entries()) {
    const scope = graph.scope('layers', stage);
    if (stage > 0) {
      trunk = joined(scope.scope('downsample'), trunk, { grid, width });
      [width, grid] = [2 * width, grid / 2];
    }
    for (let i = 0; i < config.depths[stage]!; i++) {
      // One window over all has nothing to be shifted into.
      const shift = i % 2 === 1 && grid > window ? Math.floor(window / 2) : 0;
      const block = { width, grid, window: Math.min(window, grid), shift, heads, activation };
      trunk = blockOf(scope.scope('blocks', i), trunk, block);
    }
  }
  const normed = layerNorm(graph.scope('norm'), trunk, { channels: width, eps: EPS });
  const mean = graph.op('ReduceMean', [normed, graph.ints([1])], { keepdims: 0 });
  graph.output('logits', denseRow(graph.scope('head', 'fc'), mean, { inputs: width, outputs: tags }), [1, tags]);
  return graph.build();
}

/** Four neighbours become one token of twice the width: those of a column lie together. */
function joined(graph: Graph, x: Value, { grid, width }: { readonly grid: number; readonly width: number }): Value {
  const half = grid / 2;
  const apart = graph.op('Reshape', [x, graph.ints([1, half, 2, half, 2, width])]);
  const sorted = graph.op('Transpose', [apart], { perm: [0, 1, 3, 4, 2, 5] });
  const four = graph.op('Reshape', [sorted, graph.ints([1, half * half, 4 * width])]);
  const two = linear(graph.scope('reduction'), four, { inputs: 4 * width, outputs: 2 * width, bias: false });
  return layerNorm(graph.scope('norm'), two, { channels: 2 * width, eps: EPS });
}

interface BlockShape {
  readonly width: number;
  /** Tokens along a side of the picture, of a window, and by which windows are shifted. */
  readonly grid: number;
  readonly window: number;
  readonly shift: number;
  readonly heads: number;
  readonly activation: GeluKind;
}

/** Norms stand behind what they normalise. */
function blockOf(graph: Graph, trunk: Value, shape: BlockShape): Value {
  const { width, grid, shift } = shape;
  const norm = { channels: width, eps: EPS };
  const shifted = rolled(graph, trunk, { by: shift, grid, width });
  const mixed = outOfWindows(graph, attend(graph.scope('attn'), intoWindows(graph, shifted, shape), shape), shape);
  const heeded = rolled(graph, mixed, { by: grid - shift, grid, width });
  const after = graph.op('Add', [trunk, layerNorm(graph.scope('norm1'), heeded, norm)]);
  const mlp = graph.scope('mlp');
  const wide = gelu(mlp, linear(mlp.scope('fc1'), after, { inputs: width, outputs: WIDER * width }), shape.activation);
  const narrow = linear(mlp.scope('fc2'), wide, { inputs: WIDER * width, outputs: width });
  return graph.op('Add', [after, layerNorm(graph.scope('norm2'), narrow, norm)]);
}

/** Every token comes from `by` rows below and as many columns to the right; beyond the last are the first ones. */
function rolled(
  graph: Graph,
  x: Value,
  { by, grid, width }: { readonly by: number; readonly grid: number; readonly width: number },
): Value {
  if (by % grid === 0) return x;
  const along = (value: Value, axis: number) => {
    const piece = (from: number, to: number) =>
      graph.op('Slice', [value, graph.ints([from]), graph.ints([to]), graph.ints([axis])]);
    return graph.op('Concat', [piece(by, grid), piece(0, by)], { axis });
  };
  const whole = graph.op('Reshape', [x, graph.ints([1, grid, grid, width])]);
  return graph.op('Reshape', [along(along(whole, 1), 2), graph.ints([1, grid * grid, width])]);
}

/** Attention of tokens (windows, n, c) by the cosine of query and key, times a learnt number for each head. */
function attend(graph: Graph, x: Value, shape: BlockShape): Value {
  const { width, window, heads } = shape;
  const head = width / heads;
  const count = window * window;
  const all = linear(graph.scope('qkv'), x, { inputs: width, outputs: 3 * width, bias: false });
  const part = (i: number) =>
    graph.op('Slice', [all, graph.ints([i * width]), graph.ints([(i + 1) * width]), graph.ints([2])]);
  const withBias = (value: Value, name: string) => graph.op('Add', [value, graph.weight(name, [width])]);
  const unit = (value: Value) => {
    const apart = graph.op('Reshape', [value, graph.ints([-1, count, heads, head])]);
    const length = graph.op('ReduceL2', [apart, graph.ints([3])], { keepdims: 1 });
    return graph.op('Div', [apart, graph.op('Max', [length, graph.floats([1e-12], [])])]);
  };
  const tokens = (value: Value) => graph.op('Reshape', [value, graph.ints([-1, count, width])]);
  // The operator divides by the root of a head's numbers.
  const scaled = graph.op('Mul', [
    unit(withBias(part(0), 'q_bias')),
    scales(graph, { heads, factor: Math.sqrt(head) }),
  ]);
  const operands = {
    q: tokens(scaled),
    k: tokens(unit(part(1))),
    v: withBias(part(2), 'v_bias'),
    bias: placesAndWindows(graph, shape),
  };
  const mixed = graph.layer('Attention', { operands, attributes: { heads, causal: false } });
  return linear(graph.scope('proj'), mixed, { inputs: width, outputs: width });
}

/** (heads, 1): exp of the learnt numbers, at most SCALE_MAX. */
function scales(graph: Graph, { heads, factor }: { readonly heads: number; readonly factor: number }): Value {
  const early = graph.preparing();
  const negative = early.op('Neg', [graph.weight('logit_scale', [heads, 1, 1])]);
  const bounded = early.op('Neg', [early.op('Max', [negative, early.floats([-Math.log(SCALE_MAX)], [])])]);
  const each = early.op('Mul', [early.op('Exp', [bounded]), early.floats([factor], [])]);
  return early.op('Reshape', [each, early.ints([heads, 1])]);
}

/** What a pair adds for how far it is apart, and that tokens which a shift brought together do not see each other. */
function placesAndWindows(graph: Graph, { heads, window, grid, shift }: BlockShape): Value {
  const early = graph.preparing();
  const count = window * window;
  const rows = (2 * window - 1) ** 2;
  const mlp = graph.scope('cpb_mlp');
  const first = [mlp.scope(0).weight('weight', [PLACE_WIDTH, 2]), mlp.scope(0).weight('bias', [PLACE_WIDTH])];
  const inner = early.op('Relu', [
    early.op('Gemm', [early.floats(farness(window), [rows, 2]), ...first], { transB: 1 }),
  ]);
  const table = early.op('Gemm', [inner, mlp.scope(2).weight('weight', [heads, PLACE_WIDTH])], { transB: 1 });
  const picked = early.op('Gather', [table, early.ints(pairs(window), [count, count])], { axis: 0 });
  const bounded = early.op('Mul', [early.op('Sigmoid', [picked]), early.floats([16], [])]);
  const sorted = early.op('Transpose', [bounded], { perm: [2, 0, 1] });
  const places = early.op('Reshape', [sorted, early.ints([1, heads, count, count])]);
  if (shift === 0) return places;
  const windows = (grid / window) ** 2;
  const region = (dims: readonly number[]) => early.ints(regions({ grid, window, shift }), dims);
  const same = early.op('Equal', [region([windows, 1, count, 1]), region([windows, 1, 1, count])]);
  const seen = early.narrow(early.op('Cast', [same], { to: ONNX_TYPE.float }));
  const unseen = early.op('Mul', [early.op('Sub', [early.floats([1], []), seen]), early.floats([UNSEEN], [])]);
  return early.op('Add', [places, unseen]);
}

/** For each distance down and across, from -(window - 1) on: its logarithm, -1 … 1 being the ends of a window of 8. */
function farness(window: number): number[] {
  const scaled = Array.from({ length: 2 * window - 1 }, (_, i) => {
    const far = (8 * (i - window + 1)) / Math.max(window - 1, 1);
    return (Math.sign(far) * Math.log2(Math.abs(far) + 1)) / 3;
  });
  return scaled.flatMap((down) => scaled.flatMap((across) => [down, across]));
}

/** The row of the table for each query and key. */
function pairs(window: number): number[] {
  const at = Array.from({ length: window * window }, (_, i) => [Math.floor(i / window), i % window] as const);
  return at.flatMap(([y, x]) => at.map(([v, u]) => (y - v + window - 1) * (2 * window - 1) + (x - u + window - 1)));
}

/** Which tokens of the shifted picture are neighbours in the picture, too: a number for each, window after window. */
function regions({ grid, window, shift }: Pick<BlockShape, 'grid' | 'window' | 'shift'>): number[] {
  const band = (at: number) => (at < grid - window ? 0 : at < grid - shift ? 1 : 2);
  const starts = Array.from({ length: grid / window }, (_, i) => i * window);
  const inside = Array.from({ length: window }, (_, i) => i);
  return starts.flatMap((top) =>
    starts.flatMap((left) => inside.flatMap((y) => inside.map((x) => 3 * band(top + y) + band(left + x)))),
  );
}
