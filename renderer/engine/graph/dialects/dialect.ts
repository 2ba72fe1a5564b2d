import { planar } from '#renderer/engine/graph/dialects/image-layout.ts';
import { type Conv3Shape, winograd, winogradPays } from '#renderer/engine/graph/dialects/winograd.ts';
import type { ConvGeometry, ConvOperands, Dialect, GroupNormShape } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Only what runs on CPU, WebGPU and CUDA alike. */
export const portableDialect: Dialect = {
  layout: planar,
  linear(graph, { tokens, weight }, { inputs, outputs }) {
    const rows = graph.op('Reshape', [tokens, graph.ints([-1, inputs])]);
    const product = graph.op('Gemm', [rows, weight], { transB: 1 });
    return graph.op('Reshape', [product, leadingShape(graph, tokens, outputs)]);
  },
  imageToTokens(graph, { image, weight }, shape) {
    const tokens = graph.op('Transpose', [image], { perm: [0, 2, 1] });
    return portableDialect.linear(graph, { tokens, weight }, shape);
  },
  tokensToImage(graph, operands, shape) {
    return graph.op('Transpose', [portableDialect.linear(graph, operands, shape)], { perm: [0, 2, 1] });
  },
  groupNorm(graph, { image, scale, bias }, { channels, groups, eps }) {
    const normed = instanceNorm(graph, image, { channels, groups, eps });
    return graph.op('Add', [graph.op('Mul', [normed, scale]), bias]);
  },
  convolve(graph, { image, weight, bias, perSample, residual }, geometry) {
    const result = graph.op('Conv', [image, weight(), ...(bias ? [bias] : [])], convAttributes(geometry));
    const conditioned = perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
    return residual ? graph.op('Add', [conditioned, residual]) : conditioned;
  },
};

/**
 * ONNX Runtime's CPU kernels: products that transpose while they pack, convolutions that add the residual, and 3×3
 * convolutions by tiles where `tiles` says so.
 */
export function cpuDialectWith(tiles: (shape: Conv3Shape) => boolean): Dialect {
  return {
    layout: planar,
    // Three vectorised passes take half the time of its fused kernel.
    normsInParts: true,
    zeroColumns,
    linear: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [tokens, weight], { transB: 1 }),
    imageToTokens: (graph, { image, weight }) => graph.fused('FusedMatMul', [image, weight], { transA: 1, transB: 1 }),
    tokensToImage: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [weight, tokens], { transB: 1 }),
    groupNorm: portableDialect.groupNorm,
    convolve: (graph, operands, geometry) =>
      isConv3(geometry) && tiles(geometry)
        ? convolveByTiles(graph, operands, geometry)
        : convolveDirectly(graph, operands, geometry),
  };
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

function isConv3({ kernel, stride, pads }: ConvGeometry): boolean {
  return kernel === 3 && stride === 1 && pads.every((pad) => pad === 1);
}

function convolveByTiles(graph: Emitter, operands: ConvOperands, geometry: ConvGeometry): Value {
  const { bias, perSample, residual } = operands;
  const result = winograd(graph, operands, geometry);
  const row = perSample && bias ? graph.op('Add', [perSample, bias]) : (perSample ?? bias);
  const biased = row ? graph.op('Add', [result, perSample ? perPixel(graph, row) : column(graph, row)]) : result;
  return residual ? graph.op('Add', [biased, residual]) : biased;
}

function convolveDirectly(graph: Emitter, operands: ConvOperands, geometry: ConvGeometry): Value {
  const { image, weight, bias, perSample, residual } = operands;
  if (!residual) return portableDialect.convolve(graph, operands, geometry);
  const result = graph.fused('FusedConv', [image, weight(), bias, residual], convAttributes(geometry));
  return perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
}

function convAttributes({ kernel, stride, pads }: ConvGeometry) {
  return { kernel_shape: [kernel, kernel], strides: [stride, stride], pads };
}

/** (b, c) -> (b, c, 1, 1). */
function perPixel(graph: Emitter, rows: Value): Value {
  return graph.op('Unsqueeze', [rows, graph.ints([2, 3])]);
}

/** (c) -> (c, 1, 1). */
function column(graph: Emitter, row: Value): Value {
  return graph.op('Unsqueeze', [row, graph.ints([1, 2])]);
}

/** Normalises groups of channels by treating each as one channel of an instance normalisation. */
function instanceNorm(graph: Emitter, image: Value, { channels, groups, eps }: GroupNormShape): Value {
  const grouped = graph.op('Reshape', [image, graph.ints([0, groups, -1])]);
  const ones = graph.floats(Array.from({ length: groups }, () => 1));
  const zeros = graph.floats(Array.from({ length: groups }, () => 0));
  const normed = graph.op('InstanceNormalization', [grouped, ones, zeros], { epsilon: { float: eps } });
  return graph.op('Reshape', [normed, planar.shapeOf(graph, image, channels)]);
}

/** The shape of `tokens` (b, n, …) with another last dimension. */
function leadingShape(graph: Emitter, tokens: Value, last: number): Value {
  const leading = graph.op('Shape', [tokens], { start: 0, end: 2 });
  return graph.op('Concat', [leading, graph.ints([last])], { axis: 0 });
}
