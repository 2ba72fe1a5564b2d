import { flattenInterleaved, flattenPlanar, planarShape } from '#renderer/engine/graph/dialects/image-layout.ts';
import {
  addLowRank,
  addLowRankOfPlanar,
  addLowRankToHalves,
  addLowRankToPlanar,
} from '#renderer/engine/graph/dialects/low-rank.ts';
import type { LinearOperands } from '#renderer/engine/graph/ir/composites.ts';
import type { LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter, WeightPart } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** What a matrix product needs to know beside its operands. */
export interface LinearSizes {
  readonly inputs: number;
  readonly outputs: number;
}

/** How a provider multiplies tokens with a weight (out, in). */
export interface LinearProduct {
  /** Whether it wants weights as (in, out); false when left out. */
  readonly turnsWeights?: boolean;
  /** Zeros to append to rows of so many numbers before a product with them; none when left out. */
  zeroColumns?(inputs: number): number;
  /** tokens (b, n, in) -> (b, n, out). */
  linear(graph: Emitter, operands: { tokens: Value; weight: Value }, sizes: LinearSizes): Value;
}

/** How it multiplies the pixels of images (b, c, h, w), too. */
export interface MatrixProducts extends LinearProduct {
  /** image (b, in, pixels) -> tokens (b, pixels, out). */
  ofPlanar(graph: Emitter, operands: { image: Value; weight: Value }, sizes: LinearSizes): Value;
  /** tokens (b, pixels, in) -> image (b, out, pixels). */
  toPlanar(graph: Emitter, operands: { tokens: Value; weight: Value }, sizes: LinearSizes): Value;
}

/** x (b, n, in) times rows of a weight (out, in), in 8-bit integers where it is stored so. */
export function matrixProduct(
  graph: Emitter,
  { x, weight, rows = {} }: { x: Value; weight: Value; rows?: WeightPart },
  products: LinearProduct,
): Value {
  const quantised = graph.weights.quantised(weight, rows);
  if (quantised) return graph.fused('DynamicQuantizeMatMul', [x, quantised.weight, quantised.scale]);
  const { inputs, outputs } = sizesOf(weight);
  const zeroColumns = graph.weights.isStored(weight) ? (products.zeroColumns?.(inputs) ?? 0) : 0;
  const loaded = asWanted(graph, { weight, part: { ...rows, zeroColumns } }, products);
  const sizes = { inputs: inputs + zeroColumns, outputs: (rows.to ?? outputs) - (rows.from ?? 0) };
  return products.linear(graph, { tokens: withZeros(graph, x, zeroColumns), weight: loaded }, sizes);
}

/** x (b, n, in) -> (b, n, in + columns). */
function withZeros(graph: Emitter, x: Value, columns: number): Value {
  return columns === 0 ? x : graph.op('Pad', [x, graph.ints([0, 0, 0, 0, 0, columns])]);
}

/** x · weightᵀ + bias, with the factors where there are some. */
export function linearRule(products: LinearProduct): LoweringRules['Linear'] {
  return (graph, { x, weight, bias, down, up }) => {
    const product = addLowRank(graph, { x, product: matrixProduct(graph, { x, weight }, products) }, { down, up });
    return bias ? graph.op('Add', [product, bias]) : product;
  };
}

type ImageProductRules = Pick<LoweringRules, 'ImageToTokens' | 'TokensToImage'>;

/** Projections between an image (b, c, h, w) and tokens. */
export function planarProductRules(products: MatrixProducts): ImageProductRules {
  return {
    ImageToTokens(graph, { image, weight, bias, down, up }) {
      const flat = flattenPlanar(graph, image);
      const product = products.ofPlanar(
        graph,
        { image: flat, weight: asMatrix(graph, weight, products) },
        sizesOf(weight),
      );
      const tokens = addLowRankOfPlanar(graph, { image: flat, tokens: product }, { down, up });
      return bias ? graph.op('Add', [tokens, bias]) : tokens;
    },
    TokensToImage(graph, { tokens, weight, bias, down, up, like }) {
      const sizes = sizesOf(weight);
      const product = products.toPlanar(graph, { tokens, weight: asMatrix(graph, weight, products) }, sizes);
      const flat = addLowRankToPlanar(graph, { tokens, image: product }, { down, up });
      const column = bias && perChannel(graph, bias, 1);
      const dims = planarShape(graph, { like, channels: sizes.outputs });
      return graph.op('Reshape', [column ? graph.op('Add', [flat, column]) : flat, dims]);
    },
  };
}

/** The same where an image (b, h, w, c) is tokens already. */
export function interleavedProductRules(products: LinearProduct): ImageProductRules {
  const project = (graph: Emitter, { x, weight, bias, down, up }: LinearOperands<Value>) => {
    const product = products.linear(graph, { tokens: x, weight: asMatrix(graph, weight, products) }, sizesOf(weight));
    const adapted = addLowRank(graph, { x, product }, { down, up });
    return bias ? graph.op('Add', [adapted, bias]) : adapted;
  };
  return {
    ImageToTokens: (graph, { image, ...rest }) => project(graph, { x: flattenInterleaved(graph, image), ...rest }),
    TokensToImage: (graph, { tokens, like, ...rest }) =>
      graph.op('Reshape', [project(graph, { x: tokens, ...rest }), graph.op('Shape', [like])]),
  };
}

/** GEGLU in two products, so that nothing has to be cut apart. */
export function gateByHalvesRule(products: LinearProduct): LoweringRules['Gate'] {
  return (graph, { x, weight, bias, down, up }) => {
    const outputs = sizesOf(weight).outputs / 2;
    const half = (from: number) => {
      const rows = { from, to: from + outputs };
      const product = matrixProduct(graph, { x, weight, rows }, products);
      return { product, bias: bias && graph.weights.load(bias, rows) };
    };
    const [value, gate] = [half(0), half(outputs)];
    const plain = [value.product, gate.product] as const;
    const [left, right] = addLowRankToHalves(graph, { x, halves: plain }, { down, up, outputs });
    const shifted = value.bias ? graph.op('Add', [left, value.bias]) : left;
    return graph.op('Mul', [
      shifted,
      gate.bias ? graph.fused('BiasGelu', [right, gate.bias]) : graph.op('Gelu', [right]),
    ]);
  };
}

/** Inputs and outputs of a weight (out, in) or (out, in, …). */
export function sizesOf({ dims }: Value): LinearSizes {
  const [outputs, inputs] = dims as readonly [number, number];
  return { inputs, outputs };
}

/** A weight or constant (c) as (c, 1, …), to be spread over the `spread` last dimensions of an image. */
export function perChannel(graph: Emitter, row: Value, spread: number): Value {
  const dims = [...(row.dims as readonly number[]), ...Array<number>(spread).fill(1)];
  return graph.weights.read(row, dims) ?? graph.op('Reshape', [row, graph.ints(dims)]);
}

/** The weight of a projection between image and tokens, as a matrix. */
function asMatrix(graph: Emitter, weight: Value, products: LinearProduct): Value {
  const { inputs, outputs } = sizesOf(weight);
  const matrix =
    weight.dims.length === 2 ? weight : graph.preparing().op('Reshape', [weight, graph.ints([outputs, inputs])]);
  return asWanted(graph, { weight: matrix, part: {} }, products);
}

/** A matrix (out, in), or rows of it, lying as the provider multiplies with it. */
function asWanted(
  graph: Emitter,
  { weight, part }: { weight: Value; part: WeightPart },
  { turnsWeights: isTurned = false }: LinearProduct,
): Value {
  const loaded = graph.weights.load(weight, { ...part, isTurned });
  const isLeft = isTurned && !graph.weights.isStored(weight);
  return isLeft ? graph.preparing().op('Transpose', [loaded], { perm: [1, 0] }) : loaded;
}
