import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { adaptConv, adaptTokens } from '#renderer/engine/graph/layers/low-rank-layers.ts';

/** x (b, n, in) -> (b, n, out) by the weight and, unless left out, the bias of this scope. */
export function linear(
  graph: Graph,
  x: Value,
  { inputs, outputs, bias = true }: { inputs: number; outputs: number; bias?: boolean },
): Value {
  const plain = matrixProduct(graph, x, { shape: [outputs, inputs] });
  const product = adaptTokens(graph, { x, product: plain }, { inputs, outputs });
  return bias ? graph.op('Add', [product, graph.weight('bias', [outputs])]) : product;
}

/** x (b, n, in) times rows of this scope's weight (out, in), in 8-bit integers where it is stored so. */
export function matrixProduct(graph: Graph, x: Value, rows: WeightRows): Value {
  const quantised = graph.quantised('weight', rows);
  if (quantised) return graph.fused('DynamicQuantizeMatMul', [x, quantised.weight, quantised.scale]);
  const [outputs, inputs] = rows.shape as [number, number];
  const zeroColumns = graph.dialect.zeroColumns?.(inputs) ?? 0;
  const weight = graph.weightRows('weight', { ...rows, zeroColumns });
  const sizes = { inputs: inputs + zeroColumns, outputs: (rows.to ?? outputs) - (rows.from ?? 0) };
  return graph.dialect.linear(graph, { tokens: withZeros(graph, x, zeroColumns), weight }, sizes);
}

/** x (b, n, in) -> (b, n, in + columns). */
function withZeros(graph: Graph, x: Value, columns: number): Value {
  return columns === 0 ? x : graph.op('Pad', [x, graph.ints([0, 0, 0, 0, 0, columns])]);
}

/** A linear layer on rows (b, in) -> (b, out), for embeddings. */
export function denseRow(
  graph: Graph,
  x: Value,
  { inputs, outputs, bias = true }: { inputs: number; outputs: number; bias?: boolean },
): Value {
  const weight = graph.weight('weight', [outputs, inputs]);
  const operands = bias ? [x, weight, graph.weight('bias', [outputs])] : [x, weight];
  const product = graph.op('Gemm', operands, { transB: 1 });
  return adaptTokens(graph, { x, product }, { inputs, outputs });
}

export interface ConvShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the square kernel; 3 when left out. */
  readonly kernel?: number;
  readonly stride?: number;
  /** top, left, bottom, right; half the kernel on each side when left out. */
  readonly pads?: readonly number[];
  readonly bias?: boolean;
  /** (b, out), added to every pixel. */
  readonly perSample?: Value | null;
  /** Added to the result. */
  readonly residual?: Value;
  /** Pixels of the usual result, where the choice of algorithm may gain from knowing. */
  readonly pixels?: number;
}

/** Convolution of an image (b, in, h, w) by the weight and bias of this scope. */
export function conv(graph: Graph, x: Value, shape: ConvShape): Value {
  const { inputs, outputs, kernel = 3, stride = 1, bias = true, perSample = null, residual = null, pixels = 0 } = shape;
  const half = (kernel - 1) / 2;
  const pads = shape.pads ?? [half, half, half, half];
  const kernels = [outputs, inputs, kernel, kernel];
  const operands = {
    image: x,
    weight: () => graph.weight('weight', kernels),
    weightRows: (from: number, to: number) => graph.weightRows('weight', { shape: kernels, from, to, mapped: true }),
    tileKernels: (dims: readonly number[]) => graph.tileKernels('weight', dims),
    bias: bias ? graph.weight('bias', [outputs]) : null,
    perSample,
    residual,
  };
  const geometry = { inputs, outputs, kernel, stride, pads, pixels };
  const plain = graph.dialect.convolve(graph, operands, geometry);
  const result = adaptConv(graph, { image: x, result: plain }, geometry);
  const keepsSize = stride === 1 && pads.every((pad) => pad === half);
  return keepsSize ? graph.sizes.same(result, x) : result;
}

export interface NormShape {
  readonly channels: number;
  readonly groups: number;
  readonly eps: number;
}

/** Group normalisation (https://arxiv.org/abs/1803.08494) of an image by the weight and bias of this scope. */
export function groupNorm(graph: Graph, x: Value, shape: NormShape): Value {
  const spread = { channels: shape.channels, spread: graph.dialect.layout.channelAxis === 1 ? 2 : 0 };
  const scale = graph.weightPerChannel('weight', spread);
  const bias = graph.weightPerChannel('bias', spread);
  return graph.sizes.same(graph.dialect.groupNorm(graph, { image: x, scale, bias }, shape), x);
}

/** silu of the group normalisation of x + rows; `rows` (b, channels) only where the dialect adds them here. */
export function normSilu(graph: Graph, { x, rows }: { x: Value; rows: Value | null }, shape: NormShape): Value {
  const { whole } = graph.dialect;
  if (!whole) return silu(graph, groupNorm(graph, x, shape));
  const [scale, bias] = [graph.weight('weight', [shape.channels]), graph.weight('bias', [shape.channels])];
  return whole.normSilu(graph, { image: x, rows, scale, bias }, shape);
}

/** Layer normalisation over the last dimension by the weight and bias of this scope. */
export function layerNorm(graph: Graph, x: Value, { channels, eps }: { channels: number; eps: number }): Value {
  const weights = [graph.weight('weight', [channels]), graph.weight('bias', [channels])];
  return graph.op('LayerNormalization', [x, ...weights], { axis: -1, epsilon: { float: eps } });
}

export interface Skip {
  /** The branch's result, without its last bias. */
  readonly branch: Value;
  /** That bias. */
  readonly bias: Value;
  /** What the branch is added to. */
  readonly trunk: Value;
}

/** trunk + branch + bias, and its layer normalisation by the weight and bias of this scope. */
export function addAndNorm(
  graph: Graph,
  skip: Skip,
  { channels, eps }: { channels: number; eps: number },
): { sum: Value; normed: Value } {
  if (graph.dialect.normsInParts) {
    const sum = addSkip(graph, skip);
    return { sum, normed: layerNorm(graph, sum, { channels, eps }) };
  }
  const weights = [graph.weight('weight', [channels]), graph.weight('bias', [channels])];
  const [normed, sum] = graph.fusedMany('SkipLayerNormalization', [skip.branch, skip.trunk, ...weights, skip.bias], {
    outputs: [true, false, false, true],
    attributes: { epsilon: { float: eps } },
  });
  return { sum: sum!, normed: normed! };
}

/** trunk + branch + bias where no normalisation follows. */
export function addSkip(graph: Graph, { branch, bias, trunk }: Skip): Value {
  return graph.op('Add', [graph.op('Add', [branch, bias]), trunk]);
}

/** x · sigmoid(x) (SiLU). */
export function silu(graph: Graph, x: Value): Value {
  return graph.sizes.same(graph.fused('QuickGelu', [x], { alpha: { float: 1 } }), x);
}

/** Doubles an image, or brings it to the height and width of `like` when given; every pixel is its nearest neighbour. */
export function upsample(graph: Graph, x: Value, like: Value | null): Value {
  return graph.dialect.layout.upsample(graph, x, like);
}
