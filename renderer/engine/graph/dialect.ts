import type { Graph, Value } from '#renderer/engine/graph/graph.ts';
import { type ImageLayout, planar } from '#renderer/engine/graph/image-layout.ts';
import { type Conv3Shape, winograd, winogradPays } from '#renderer/engine/graph/winograd.ts';

/** What a matrix product needs to know beside its operands. */
export interface LinearShape {
  readonly inputs: number;
  readonly outputs: number;
}

export interface GroupNormShape {
  readonly channels: number;
  readonly groups: number;
  readonly eps: number;
}

/**
 * The few layers that providers want spelt differently. Everything else is spelt once, in layers.ts. A provider gets a
 * dialect by what its ONNX Runtime build can run; results agree within rounding.
 */
export interface Dialect {
  /** How images lie inside the network; where it is not planar, `image` below stands for (b, h, w, c). */
  readonly layout: ImageLayout;
  /** Layers that this provider has as one operator each; left out where they are spelt in parts. */
  readonly whole?: WholeLayers;
  /** Attention in parts, where the fused operator is wrong; float32 only. */
  readonly plainAttention?: boolean;
  /** A residual is added apart from the normalisation after it; one operator when left out. */
  readonly normsInParts?: boolean;
  /** Zeros to append to rows of so many numbers before a product with them; none when left out. */
  zeroColumns?(inputs: number): number;
  /** tokens (b, n, in) x weight (out, in) -> (b, n, out). */
  linear(graph: Graph, operands: { tokens: Value; weight: Value }, shape: LinearShape): Value;
  /** image (b, in, pixels) and weight (out, in) -> tokens (b, pixels, out). */
  imageToTokens(graph: Graph, operands: { image: Value; weight: Value }, shape: LinearShape): Value;
  /** tokens (b, pixels, in) and weight (out, in) -> image (b, out, pixels). */
  tokensToImage(graph: Graph, operands: { tokens: Value; weight: Value }, shape: LinearShape): Value;
  /** Group normalisation of an image (b, c, h, w) with its scale and bias, shaped to be spread over its pixels. */
  groupNorm(graph: Graph, operands: { image: Value; scale: Value; bias: Value }, shape: GroupNormShape): Value;
  /** Convolution of an image (b, in, h, w), its bias and, when given, an addend per sample and a residual. */
  convolve(graph: Graph, operands: ConvOperands, shape: ConvGeometry): Value;
}

/** Layers that some provider runs as one operator. */
export interface WholeLayers {
  /** silu(groupNorm(image + rows)); `rows` (b, in), added to every pixel when given, stay out of the convolution then. */
  normSilu(
    graph: Graph,
    operands: { image: Value; rows: Value | null; scale: Value; bias: Value },
    shape: GroupNormShape,
  ): Value;
  /** Widths of `gate`'s result that there is a kernel for. */
  readonly gateWidths: readonly number[];
  /** Of product + bias (b, n, 2·width): the first half x gelu of the second. */
  gate(graph: Graph, operands: { product: Value; bias: Value }): Value;
}

export interface ConvOperands {
  readonly image: Value;
  /** The whole kernel, (out, in, k, k). */
  readonly weight: () => Value;
  /** The kernels of some outputs, which stay in the file's mapping. */
  readonly weightRows: (from: number, to: number) => Value;
  /** The kernels transformed for tiles, where the weights hold them so; null, or left out, where they don't. */
  readonly tileKernels?: (dims: readonly number[]) => Value | null;
  readonly bias: Value | null;
  /** (b, out), added to every pixel. */
  readonly perSample: Value | null;
  /** Of the result's shape. */
  readonly residual: Value | null;
}

export interface ConvGeometry extends LinearShape {
  readonly kernel: number;
  readonly stride: number;
  /** top, left, bottom, right. */
  readonly pads: readonly number[];
  /** Of the usual result; 0 when nobody can say. */
  readonly pixels: number;
}

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

function convolveByTiles(graph: Graph, operands: ConvOperands, geometry: ConvGeometry): Value {
  const { bias, perSample, residual } = operands;
  const result = winograd(graph, operands, geometry);
  const row = perSample && bias ? graph.op('Add', [perSample, bias]) : (perSample ?? bias);
  const biased = row ? graph.op('Add', [result, perSample ? perPixel(graph, row) : column(graph, row)]) : result;
  return residual ? graph.op('Add', [biased, residual]) : biased;
}

function convolveDirectly(graph: Graph, operands: ConvOperands, geometry: ConvGeometry): Value {
  const { image, weight, bias, perSample, residual } = operands;
  if (!residual) return portableDialect.convolve(graph, operands, geometry);
  const result = graph.fused('FusedConv', [image, weight(), bias, residual], convAttributes(geometry));
  return perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
}

function convAttributes({ kernel, stride, pads }: ConvGeometry) {
  return { kernel_shape: [kernel, kernel], strides: [stride, stride], pads };
}

/** (b, c) -> (b, c, 1, 1). */
function perPixel(graph: Graph, rows: Value): Value {
  return graph.op('Unsqueeze', [rows, graph.ints([2, 3])]);
}

/** (c) -> (c, 1, 1). */
function column(graph: Graph, row: Value): Value {
  return graph.op('Unsqueeze', [row, graph.ints([1, 2])]);
}

/** Normalises groups of channels by treating each as one channel of an instance normalisation. */
function instanceNorm(graph: Graph, image: Value, { channels, groups, eps }: GroupNormShape): Value {
  const grouped = graph.op('Reshape', [image, graph.ints([0, groups, -1])]);
  const ones = graph.floats(Array.from({ length: groups }, () => 1));
  const zeros = graph.floats(Array.from({ length: groups }, () => 0));
  const normed = graph.op('InstanceNormalization', [grouped, ones, zeros], { epsilon: { float: eps } });
  return graph.op('Reshape', [normed, planar.shapeOf(graph, image, channels)]);
}

/** The shape of `tokens` (b, n, …) with another last dimension. */
function leadingShape(graph: Graph, tokens: Value, last: number): Value {
  const leading = graph.op('Shape', [tokens], { start: 0, end: 2 });
  return graph.op('Concat', [leading, graph.ints([last])], { axis: 0 });
}
