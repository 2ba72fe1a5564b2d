import {
  type ConvGeometry,
  type Convolve,
  type ConvolveOperands,
  convAttributes,
  convolvePlanar,
  convRule,
  perPixel,
  withAdded,
} from '#renderer/engine/graph/dialects/convolution.ts';
import { embedding } from '#renderer/engine/graph/dialects/embedding.ts';
import { fusedAttention, slicedAttention } from '#renderer/engine/graph/dialects/fused-attention.ts';
import { PLANAR_MOVES, planar } from '#renderer/engine/graph/dialects/image-layout.ts';
import { PLANAR_NORMS, skipNormFused, skipNormInParts } from '#renderer/engine/graph/dialects/norms.ts';
import {
  gateByHalvesRule,
  linearRule,
  type MatrixProducts,
  planarProductRules,
} from '#renderer/engine/graph/dialects/products.ts';
import { inStrips, stripCount } from '#renderer/engine/graph/dialects/strips.ts';
import {
  type Conv3Shape,
  prepareKernels,
  tileProducts,
  winograd,
  winogradPays,
} from '#renderer/engine/graph/dialects/winograd.ts';
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
  const convolve: Convolve = (graph, operands, geometry) => {
    const { inputs, outputs, kernel, across, pixels } = geometry;
    const tiled = stripCount({ products: tileProducts(geometry), pixels });
    const canTile = isConv3(geometry) && graph.weights.isStored(operands.weight);
    if (canTile && tiles({ ...geometry, pixels: pixels / tiled }))
      return convolveByTiles(graph, operands, { geometry, count: tiled });
    const count = stripCount({ products: kernel * across * inputs * outputs * pixels, pixels });
    return convolveDirectly(graph, operands, { geometry, count });
  };
  const rules: LoweringRules = {
    ...PORTABLE_RULES,
    ...planarProductRules(CPU_PRODUCTS),
    Linear: linearRule(CPU_PRODUCTS),
    Gate: gateByHalvesRule(CPU_PRODUCTS),
    Conv: convRule(convolve, planar),
    // Three vectorised passes take half the time of its fused kernel.
    SkipNorm: skipNormInParts,
    Attention: slicedAttention,
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

/** A convolution, and into how many strips it is cut. */
interface Cut {
  readonly geometry: ConvGeometry;
  readonly count: number;
}

function convolveByTiles(graph: Emitter, operands: ConvolveOperands, { geometry, count }: Cut): Value {
  const { image, weight, bias, perSample, residual } = operands;
  const kernels = prepareKernels(
    graph,
    {
      weightRows: (from, to) => graph.weights.load(weight, { from, to, mapped: true }),
      tileKernels: (dims) => graph.weights.tileKernels(weight, dims),
    },
    geometry,
  );
  const result = inStrips(graph, { image, count }, geometry, (strip, [top = 0, , bottom = 0]) =>
    winograd(graph, { image: strip, kernels, pads: [top, bottom] }, geometry),
  );
  const row = perSample && bias ? graph.op('Add', [perSample, bias]) : (perSample ?? bias);
  const biased = row ? graph.op('Add', [result, perSample ? perPixel(graph, row) : column(graph, row)]) : result;
  return residual ? graph.op('Add', [biased, residual]) : biased;
}

/** (c) -> (c, 1, 1). */
function column(graph: Emitter, row: Value): Value {
  return graph.op('Unsqueeze', [row, graph.ints([1, 2])]);
}

function convolveDirectly(graph: Emitter, operands: ConvolveOperands, { geometry, count }: Cut): Value {
  const { image, weight, bias, perSample, residual } = operands;
  if (count > 1) return convolveStrips(graph, operands, { geometry, count });
  if (!residual) return convolvePlanar(graph, operands, geometry);
  const result = graph.fused('FusedConv', [image, weight, bias, residual], convAttributes(geometry));
  return perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
}

/** What is added to every pixel is added to the whole: once, and no strip of it need be cut. */
function convolveStrips(graph: Emitter, operands: ConvolveOperands, { geometry, count }: Cut): Value {
  const { image, weight, bias, perSample, residual } = operands;
  const alone = { weight, bias, perSample: null, residual: null };
  const result = inStrips(graph, { image, count }, geometry, (strip, pads) =>
    convolvePlanar(graph, { ...alone, image: strip }, { ...geometry, pads }),
  );
  return withAdded(graph, result, { perSample, residual });
}
