import type { ConvGeometry, LinearShape } from '#renderer/engine/graph/ir/dialect.ts';
import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/*
 * LoRA at run time (https://arxiv.org/abs/2106.09685): beside each product with a weight stands a narrow path through two
 * inputs of the graph, A and B, whose rank may differ from run to run and be 0:
 *
 *     x ─┬─► W ───────(+)─►
 *        └─► A ─► B ───┘
 *
 * Where the graph takes none (`graph.adaptable` is null) the functions give back what they were given.
 */

/** Names of the inputs that a weight's factors come by. */
export function lowRankInputs(key: string): { readonly down: string; readonly up: string } {
  return { down: `${key}:down`, up: `${key}:up` };
}

/** x (b, n, in) times the factors of this scope's weight, added to its product (b, n, out). */
export function adaptTokens(graph: Graph, { x, product }: { x: Value; product: Value }, shape: LinearShape): Value {
  const factors = matrixFactors(graph, shape);
  if (!factors) return product;
  return graph.op('Add', [product, graph.op('MatMul', [graph.op('MatMul', [x, factors.down]), factors.up])]);
}

/** The same for two halves of the outputs that are computed apart. */
export function adaptHalves(
  graph: Graph,
  { x, halves }: { x: Value; halves: readonly [Value, Value] },
  { inputs, outputs }: LinearShape,
): readonly [Value, Value] {
  const factors = matrixFactors(graph, { inputs, outputs: 2 * outputs });
  if (!factors) return halves;
  const narrow = graph.op('MatMul', [x, factors.down]);
  const adapt = (product: Value, from: number) => {
    const columns = [graph.ints([from]), graph.ints([from + outputs]), graph.ints([1])];
    const up = graph.op('Slice', [factors.up, ...columns]);
    return graph.op('Add', [product, graph.op('MatMul', [narrow, up])]);
  };
  return [adapt(halves[0], 0), adapt(halves[1], outputs)];
}

/** A flattened image times the factors, added to the tokens (b, pixels, out) that this scope's weight makes of it. */
export function adaptImageToTokens(
  graph: Graph,
  { image, tokens }: { image: Value; tokens: Value },
  shape: LinearShape,
): Value {
  const factors = matrixFactors(graph, shape);
  if (!factors) return tokens;
  return graph.op('Add', [tokens, graph.op('MatMul', [narrowImage(graph, image, factors.down), factors.up])]);
}

/** Tokens times the factors, added to the flattened image that this scope's weight makes of them. */
export function adaptTokensToImage(
  graph: Graph,
  { tokens, image }: { tokens: Value; image: Value },
  shape: LinearShape,
): Value {
  const factors = matrixFactors(graph, shape);
  if (!factors) return image;
  const narrow = graph.op('MatMul', [tokens, factors.down]);
  return graph.op('Add', [image, widenToImage(graph, narrow, factors.up)]);
}

/** An image convolved with A, then with B pixel by pixel, added to the convolution with this scope's weight. */
export function adaptConv(
  graph: Graph,
  { image, result }: { image: Value; result: Value },
  geometry: ConvGeometry,
): Value {
  const key = graph.adaptable;
  if (key === null) return result;
  const factors = geometry.kernel === 1 ? kernelsOfMatrices(graph, geometry) : kernelFactors(graph, key, geometry);
  const apply = (from: Value, kernels: Value, shape: ConvGeometry & { readonly residual: Value | null }) => {
    const { residual, ...rest } = shape;
    const operands = { image: from, weight: () => kernels, weightRows: () => kernels, bias: null, perSample: null };
    return graph.dialect.convolve(graph, { ...operands, residual }, rest);
  };
  // Without a number of pixels no dialect takes tiles, which want to know the number of kernels.
  const narrow = apply(image, factors.down, { ...geometry, pixels: 0, residual: null });
  const pointwise = { ...geometry, kernel: 1, stride: 1, pads: [0, 0, 0, 0], pixels: 0 };
  return apply(narrow, factors.up, { ...pointwise, residual: result });
}

interface Factors {
  readonly down: Value;
  readonly up: Value;
}

/** A (in, rank) and B (rank, out). */
function matrixFactors(graph: Graph, { inputs, outputs }: LinearShape): Factors | null {
  const key = graph.adaptable;
  if (key === null) return null;
  const rank = rankOf(key);
  return declare(graph, key, { down: [inputs, rank], up: [rank, outputs] });
}

/** A (rank, in, k, k) and B (out, rank, 1, 1). */
function kernelFactors(graph: Graph, key: string, { inputs, outputs, kernel }: ConvGeometry): Factors {
  const rank = rankOf(key);
  return declare(graph, key, { down: [rank, inputs, kernel, kernel], up: [outputs, rank, 1, 1] });
}

/** 1×1 convolutions come as matrices, like the projections that are stored as such convolutions. */
function kernelsOfMatrices(graph: Graph, shape: LinearShape): Factors {
  const factors = matrixFactors(graph, shape)!;
  const early = graph.preparing();
  const kernels = (matrix: Value) =>
    early.op('Unsqueeze', [early.op('Transpose', [matrix], { perm: [1, 0] }), early.ints([2, 3])]);
  return { down: kernels(factors.down), up: kernels(factors.up) };
}

type Dims = readonly (number | string)[];

/** Among the preparations, where a conversion to half precision belongs. */
function declare(graph: Graph, key: string, dims: { readonly down: Dims; readonly up: Dims }): Factors {
  const names = lowRankInputs(key);
  const early = graph.preparing();
  return { down: early.input(names.down, 'float', dims.down), up: early.input(names.up, 'float', dims.up) };
}

function rankOf(key: string): string {
  return `${key}:rank`;
}

/** -> (b, pixels, rank); the small result is turned, not the image. */
function narrowImage(graph: Graph, image: Value, down: Value): Value {
  if (graph.dialect.layout.channelAxis === 3) return graph.op('MatMul', [image, down]);
  const rows = graph.op('MatMul', [graph.op('Transpose', [down], { perm: [1, 0] }), image]);
  return graph.op('Transpose', [rows], { perm: [0, 2, 1] });
}

/** (b, pixels, rank) -> a flattened image. */
function widenToImage(graph: Graph, narrow: Value, up: Value): Value {
  if (graph.dialect.layout.channelAxis === 3) return graph.op('MatMul', [narrow, up]);
  const rows = graph.op('Transpose', [narrow], { perm: [0, 2, 1] });
  return graph.op('MatMul', [graph.op('Transpose', [up], { perm: [1, 0] }), rows]);
}
