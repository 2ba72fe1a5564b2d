import {
  type ConvGeometry,
  type Convolve,
  type ConvolveOperands,
  convAttributes,
  convolvePlanar,
  convRule,
  perPixel,
} from '#renderer/engine/graph/dialects/convolution.ts';
import { embedding } from '#renderer/engine/graph/dialects/embedding.ts';
import { fusedAttention } from '#renderer/engine/graph/dialects/fused-attention.ts';
import { PLANAR_MOVES, planar } from '#renderer/engine/graph/dialects/image-layout.ts';
import { PLANAR_NORMS, skipNormFused, skipNormInParts } from '#renderer/engine/graph/dialects/norms.ts';
import {
  gateByHalvesRule,
  linearRule,
  type MatrixProducts,
  planarProductRules,
} from '#renderer/engine/graph/dialects/products.ts';
import { type Conv3Shape, winograd, winogradPays } from '#renderer/engine/graph/dialects/winograd.ts';
import type { Dialect, LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

const PORTABLE_PRODUCTS: MatrixProducts = {
  linear(graph, { tokens, weight }, { inputs, outputs }) {
    const rows = graph.op('Reshape', [tokens, graph.ints([-1, inputs])]);
    const product = graph.op('Gemm', [rows, weight], { transB: 1 });
    return graph.op('Reshape', [product, leadingShape(graph, tokens, outputs)]);
  },
  ofPlanar(graph, { image, weight }, sizes) {
    const tokens = graph.op('Transpose', [image], { perm: [0, 2, 1] });
    return PORTABLE_PRODUCTS.linear(graph, { tokens, weight }, sizes);
  },
  toPlanar(graph, operands, sizes) {
    return graph.op('Transpose', [PORTABLE_PRODUCTS.linear(graph, operands, sizes)], { perm: [0, 2, 1] });
  },
};

/** The shape of `tokens` (b, n, …) with another last dimension. */
function leadingShape(graph: Emitter, tokens: Value, last: number): Value {
  const leading = graph.op('Shape', [tokens], { start: 0, end: 2 });
  return graph.op('Concat', [leading, graph.ints([last])], { axis: 0 });
}

const PORTABLE_RULES: LoweringRules = {
  ...PLANAR_MOVES,
  ...PLANAR_NORMS,
  ...planarProductRules(PORTABLE_PRODUCTS),
  Linear: linearRule(PORTABLE_PRODUCTS),
  Gate: gateByHalvesRule(PORTABLE_PRODUCTS),
  Conv: convRule(convolvePlanar, planar),
  SkipNorm: skipNormFused,
  Attention: fusedAttention,
  Embedding: embedding,
};

/** Only what runs on CPU, WebGPU and CUDA alike. */
export const portableDialect: Dialect = { layout: planar, rules: PORTABLE_RULES };

/** Products that transpose while they pack. */
const CPU_PRODUCTS: MatrixProducts = {
  zeroColumns,
  linear: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [tokens, weight], { transB: 1 }),
  ofPlanar: (graph, { image, weight }) => graph.fused('FusedMatMul', [image, weight], { transA: 1, transB: 1 }),
  toPlanar: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [weight, tokens], { transB: 1 }),
};

/**
 * ONNX Runtime's CPU kernels: products that transpose while they pack, convolutions that add the residual, and 3×3
 * convolutions by tiles where `tiles` says so.
 */
export function cpuDialectWith(tiles: (shape: Conv3Shape) => boolean): Dialect {
  const convolve: Convolve = (graph, operands, geometry) =>
    isConv3(geometry) && graph.weights.isStored(operands.weight) && tiles(geometry)
      ? convolveByTiles(graph, operands, geometry)
      : convolveDirectly(graph, operands, geometry);
  const rules: LoweringRules = {
    ...PORTABLE_RULES,
    ...planarProductRules(CPU_PRODUCTS),
    Linear: linearRule(CPU_PRODUCTS),
    Gate: gateByHalvesRule(CPU_PRODUCTS),
    Conv: convRule(convolve, planar),
    // Three vectorised passes take half the time of its fused kernel.
    SkipNorm: skipNormInParts,
  };
  return { layout: planar, rules };
}

/** The CPU's dialect, with tiles where they were measured to be faster. */
export const cpuDialect = cpuDialectWith(winogradPays);

/** Of a line of the cache, in numbers. */
const LINE = 16;

/**
 * Rows a multiple of 4096 bytes apart share eight lines of a core's first cache, and the kernel multiplies twelve rows
 * at a time: products of 5120 inputs take 1.4 times as long as those of 5136.
 */
function zeroColumns(inputs: number): number {
  return inputs >= 4096 && inputs % 1024 === 0 ? LINE : 0;
}

function isConv3({ kernel, across, stride, pads }: ConvGeometry): boolean {
  return kernel === 3 && across === 3 && stride === 1 && pads.every((pad) => pad === 1);
}

function convolveByTiles(graph: Emitter, operands: ConvolveOperands, geometry: ConvGeometry): Value {
  const { image, weight, bias, perSample, residual } = operands;
  const tiled = {
    image,
    weightRows: (from: number, to: number) => graph.weights.load(weight, { from, to, mapped: true }),
    tileKernels: (dims: readonly number[]) => graph.weights.tileKernels(weight, dims),
  };
  const result = winograd(graph, tiled, geometry);
  const row = perSample && bias ? graph.op('Add', [perSample, bias]) : (perSample ?? bias);
  const biased = row ? graph.op('Add', [result, perSample ? perPixel(graph, row) : column(graph, row)]) : result;
  return residual ? graph.op('Add', [biased, residual]) : biased;
}

/** (c) -> (c, 1, 1). */
function column(graph: Emitter, row: Value): Value {
  return graph.op('Unsqueeze', [row, graph.ints([1, 2])]);
}

function convolveDirectly(graph: Emitter, operands: ConvolveOperands, geometry: ConvGeometry): Value {
  const { image, weight, bias, perSample, residual } = operands;
  if (!residual) return convolvePlanar(graph, operands, geometry);
  const result = graph.fused('FusedConv', [image, weight, bias, residual], convAttributes(geometry));
  return perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
}
