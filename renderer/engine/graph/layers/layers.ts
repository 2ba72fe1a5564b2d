import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type FactorInputs, kernelInputs, matrixInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';

export interface LinearShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether this scope has a bias that belongs to it; true when left out. */
  readonly bias?: boolean;
}

/** x (…, in) -> (…, out) by the weight and, unless left out, the bias of this scope. */
export function linear(graph: Graph, x: Value, shape: LinearShape): Value {
  return graph.layer('Linear', { operands: { x, ...projection(graph, shape) }, attributes: {} });
}

/** The weight, the bias and the factors of a projection. */
export function projection(
  graph: Graph,
  { inputs, outputs, bias = true }: LinearShape,
  kernel: readonly number[] = [],
) {
  const weight = graph.weight('weight', [outputs, inputs, ...kernel]);
  return { weight, bias: bias ? graph.weight('bias', [outputs]) : null, ...matrixInputs(graph, { inputs, outputs }) };
}

/** A linear layer on rows (b, in) -> (b, out), for embeddings. */
export function denseRow(graph: Graph, x: Value, shape: LinearShape): Value {
  const { weight, bias, down, up } = projection(graph, shape);
  const product = graph.op('Gemm', bias ? [x, weight, bias] : [x, weight], { transB: 1 });
  return withAddend(graph, { x, product, down, up });
}

/** The same by a weight that lies as (in, out), without a bias. */
export function rowByTransposed(graph: Graph, x: Value, { inputs, outputs }: Omit<LinearShape, 'bias'>): Value {
  const product = graph.op('Gemm', [x, graph.weight('weight', [inputs, outputs])]);
  return withAddend(graph, { x, product, ...matrixInputs(graph, { inputs, outputs }) });
}

function withAddend(graph: Graph, { x, product, down, up }: FactorInputs & { x: Value; product: Value }): Value {
  if (!down || !up) return product;
  return graph.op('Add', [product, graph.op('MatMul', [graph.op('MatMul', [x, down]), up])]);
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
export function conv(graph: Graph, image: Value, shape: ConvShape): Value {
  const { inputs, outputs, kernel = 3, stride = 1, bias = true, perSample = null, residual = null, pixels = 0 } = shape;
  const half = (kernel - 1) / 2;
  const pads = shape.pads ?? [half, half, half, half];
  const operands = {
    image,
    weight: graph.weight('weight', [outputs, inputs, kernel, kernel]),
    bias: bias ? graph.weight('bias', [outputs]) : null,
    perSample,
    residual,
    ...kernelInputs(graph, { inputs, outputs, kernel }),
  };
  return graph.layer('Conv', { operands, attributes: { stride, pads, pixels, wraps: graph.wraps } });
}

export interface NormShape {
  readonly channels: number;
  readonly groups: number;
  readonly eps: number;
}

/** Group normalisation (https://arxiv.org/abs/1803.08494) of an image by the weight and bias of this scope. */
export function groupNorm(graph: Graph, image: Value, { channels, groups, eps }: NormShape): Value {
  return graph.layer('GroupNorm', { operands: { image, ...rows(graph, channels) }, attributes: { groups, eps } });
}

/** Its SiLU. */
export function normSilu(graph: Graph, image: Value, { channels, groups, eps }: NormShape): Value {
  return graph.layer('NormSilu', { operands: { image, ...rows(graph, channels) }, attributes: { groups, eps } });
}

/** Layer normalisation over the last dimension by the weight and bias of this scope. */
export function layerNorm(graph: Graph, x: Value, { channels, eps }: { channels: number; eps: number }): Value {
  const { weight, bias } = rows(graph, channels);
  return graph.op('LayerNormalization', [x, weight, bias], { axis: -1, epsilon: { float: eps } });
}

/** Batch normalisation (https://arxiv.org/abs/1502.03167) by this scope's weights and what it learnt of its inputs. */
export function batchNorm(graph: Graph, image: Value, { channels, eps }: { channels: number; eps: number }): Value {
  const { weight, bias } = rows(graph, channels);
  const learnt = ['running_mean', 'running_var'].map((name) => graph.weight(name, [channels]));
  return graph.op('BatchNormalization', [image, weight, bias, ...learnt], { epsilon: { float: eps } });
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
  { branch, bias: branchBias, trunk }: Skip,
  { channels, eps }: { channels: number; eps: number },
): { sum: Value; normed: Value } {
  const operands = { branch, branchBias, trunk, ...rows(graph, channels) };
  const [normed, sum] = graph.layers('SkipNorm', { operands, attributes: { eps } });
  return { sum: sum!, normed: normed! };
}

/** trunk + branch + bias where no normalisation follows. */
export function addSkip(graph: Graph, { branch, bias, trunk }: Skip): Value {
  return graph.op('Add', [graph.op('Add', [branch, bias]), trunk]);
}

/** x · sigmoid(x) (SiLU). */
export function silu(graph: Graph, x: Value): Value {
  return graph.fused('QuickGelu', [x], { alpha: { float: 1 } });
}

/** Doubles an image, or brings it to the height and width of `like` when given; every pixel is its nearest neighbour. */
export function upsample(graph: Graph, image: Value, like: Value | null): Value {
  return graph.layer('Upsample', { operands: { image, like }, attributes: {} });
}

/** Rows of this scope's table, by whole numbers. */
export function embedding(
  graph: Graph,
  indices: Value,
  { rows: count, width }: { readonly rows: number; readonly width: number },
): Value {
  return graph.layer('Embedding', {
    operands: { table: graph.weight('weight', [count, width]), indices },
    attributes: {},
  });
}

/** A norm's scales and biases. */
function rows(graph: Graph, channels: number): { readonly weight: Value; readonly bias: Value } {
  return { weight: graph.weight('weight', [channels]), bias: graph.weight('bias', [channels]) };
}
