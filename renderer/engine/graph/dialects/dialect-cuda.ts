import { interleaved } from '#renderer/engine/graph/dialects/image-layout.ts';
import type { ConvGeometry, ConvOperands, Dialect, GroupNormShape } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/*
 * What ONNX Runtime's CUDA provider has beyond the portable operators, by its kernel sources. None of it has a CPU or
 * WebGPU kernel, and it has not been run on a GPU by this project yet: `npm run gpu:check` does that.
 *
 * Queries, keys and values stay three products: the flash attention kernel reads them as they come, while a packed
 * tensor would be taken apart first.
 */

/** Fused operators on images (b, h, w, c), for float32 and float16. */
export const cudaDialect: Dialect = {
  layout: interleaved,
  linear: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [tokens, weight], { transB: 1 }),
  imageToTokens: (graph, { image, weight }) => graph.fused('FusedMatMul', [image, weight], { transB: 1 }),
  tokensToImage: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [tokens, weight], { transB: 1 }),
  groupNorm: (graph, operands, shape) => groupNorm(graph, { ...operands, rows: null }, { ...shape, silu: false }),
  convolve,
  whole: {
    normSilu: (graph, operands, shape) => groupNorm(graph, operands, { ...shape, silu: true }),
    // BiasSplitGelu refuses every other size.
    gateWidths: [1280, 2560, 5120],
    gate: (graph, { product, bias }) => graph.fused('BiasSplitGelu', [product, bias]),
  },
};

interface NormOperands {
  readonly image: Value;
  readonly rows: Value | null;
  readonly scale: Value;
  readonly bias: Value;
}

interface NormOptions extends GroupNormShape {
  readonly silu: boolean;
}

/** Its kernels read two channels of a group at a time and hold a group of at most this many in a block. */
const GROUP_CHANNELS_MAX = 512;

function groupNorm(graph: Emitter, { image, rows, scale, bias }: NormOperands, shape: NormOptions): Value {
  const { channels, groups, eps, silu } = shape;
  const perGroup = channels / groups;
  if (perGroup % 2 !== 0 || perGroup > GROUP_CHANNELS_MAX)
    return spelledOut(graph, { image, rows, scale, bias }, shape);
  const attributes = { groups, epsilon: { float: eps }, activation: silu ? 1 : 0, channels_last: 1 };
  // Scale and bias are float32 whatever the image is.
  const operands = [image, graph.widen(scale), graph.widen(bias)];
  if (!rows) return graph.fused('GroupNorm', operands, attributes);
  return graph.fused('SkipGroupNorm', [...operands, rows], attributes);
}

/** The same in operators for any shape: each group becomes a row, normalised in float32. */
function spelledOut(graph: Emitter, { image, rows, scale, bias }: NormOperands, shape: NormOptions): Value {
  const { groups, eps, silu } = shape;
  const exact = graph.exact();
  const sum = rows ? graph.op('Add', [image, interleaved.perSample(graph, rows)]) : image;
  const channelsFirst = graph.op('Transpose', [graph.widen(sum)], { perm: [0, 3, 1, 2] });
  const grouped = graph.op('Reshape', [channelsFirst, graph.ints([0, groups, -1])]);
  const [ones, zeros] = [1, 0].map((value) => exact.floats(Array.from({ length: groups }, () => value)));
  const normed = graph.op('InstanceNormalization', [grouped, ones!, zeros!], { epsilon: { float: eps } });
  const restored = graph.op('Reshape', [normed, graph.op('Shape', [channelsFirst])]);
  const image32 = graph.op('Transpose', [restored], { perm: [0, 2, 3, 1] });
  const scaled = graph.op('Mul', [image32, graph.widen(scale)]);
  const result = graph.narrow(graph.op('Add', [scaled, graph.widen(bias)]));
  return silu ? graph.fused('QuickGelu', [result], { alpha: { float: 1 } }) : result;
}

function convolve(graph: Emitter, operands: ConvOperands, geometry: ConvGeometry): Value {
  const { weight, bias, perSample, residual } = operands;
  const { image, pads } = evenPads(graph, operands.image, geometry.pads);
  const { kernel, stride } = geometry;
  // (out, in, k, k) -> (out, k, k, in), once, when the session opens.
  const kernels = graph.preparing().op('Transpose', [weight()], { perm: [0, 2, 3, 1] });
  const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads };
  const result = graph.fused('NhwcConv', [image, kernels, ...(bias ? [bias] : [])], attributes);
  const conditioned = perSample ? graph.op('Add', [result, interleaved.perSample(graph, perSample)]) : result;
  return residual ? graph.op('Add', [conditioned, residual]) : conditioned;
}

/** cuDNN pads both sides alike; other margins are laid out beforehand. */
function evenPads(
  graph: Emitter,
  image: Value,
  pads: readonly number[],
): { readonly image: Value; readonly pads: readonly number[] } {
  const [top, left, bottom, right] = pads;
  if (top === bottom && left === right) return { image, pads };
  const margins = graph.ints([0, top!, left!, 0, 0, bottom!, right!, 0]);
  return { image: graph.op('Pad', [image, margins]), pads: [0, 0, 0, 0] };
}
