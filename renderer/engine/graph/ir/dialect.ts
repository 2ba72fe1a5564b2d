import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

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
  linear(graph: Emitter, operands: { tokens: Value; weight: Value }, shape: LinearShape): Value;
  /** image (b, in, pixels) and weight (out, in) -> tokens (b, pixels, out). */
  imageToTokens(graph: Emitter, operands: { image: Value; weight: Value }, shape: LinearShape): Value;
  /** tokens (b, pixels, in) and weight (out, in) -> image (b, out, pixels). */
  tokensToImage(graph: Emitter, operands: { tokens: Value; weight: Value }, shape: LinearShape): Value;
  /** Group normalisation of an image (b, c, h, w) with its scale and bias, shaped to be spread over its pixels. */
  groupNorm(graph: Emitter, operands: { image: Value; scale: Value; bias: Value }, shape: GroupNormShape): Value;
  /** Convolution of an image (b, in, h, w), its bias and, when given, an addend per sample and a residual. */
  convolve(graph: Emitter, operands: ConvOperands, shape: ConvGeometry): Value;
}

/** Layers that some provider runs as one operator. */
export interface WholeLayers {
  /** silu(groupNorm(image + rows)); `rows` (b, in), added to every pixel when given, stay out of the convolution then. */
  normSilu(
    graph: Emitter,
    operands: { image: Value; rows: Value | null; scale: Value; bias: Value },
    shape: GroupNormShape,
  ): Value;
  /** Widths of `gate`'s result that there is a kernel for. */
  readonly gateWidths: readonly number[];
  /** Of product + bias (b, n, 2·width): the first half x gelu of the second. */
  gate(graph: Emitter, operands: { product: Value; bias: Value }): Value;
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

/** How images lie in memory inside a network; outside they are planar in any case. */
export interface ImageLayout {
  /** Which of an image's four dimensions its channels are. */
  readonly channelAxis: 1 | 3;
  /** (b, c, h, w) -> an image. */
  fromPlanar(graph: Emitter, planar: Value): Value;
  /** An image -> (b, c, h, w). */
  toPlanar(graph: Emitter, image: Value): Value;
  /** Its pixels as one dimension in the same order: what dialects take projections between image and tokens from. */
  flatten(graph: Emitter, image: Value, channels: number): Value;
  /** The dimensions of an image, to bring its flattened form back to it. */
  shapeOf(graph: Emitter, image: Value, channels: number): Value;
  /** A number per sample and channel (b, c), to be added to an image. */
  perSample(graph: Emitter, rows: Value): Value;
  /** An image -> tokens (b, pixels, c). */
  toTokens(graph: Emitter, image: Value, channels: number): Value;
  /** Tokens (b, pixels, c) -> an image of the size of `like`. */
  fromTokens(graph: Emitter, tokens: Value, like: Value): Value;
  /** Doubles an image, or brings it to the height and width of `like`; every pixel is its nearest neighbour. */
  upsample(graph: Emitter, image: Value, like: Value | null): Value;
}
