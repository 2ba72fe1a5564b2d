import { type ConvGeometry, type ConvolveOperands, convRule } from '#renderer/engine/graph/dialects/convolution.ts';
import { embedding } from '#renderer/engine/graph/dialects/embedding.ts';
import { fusedAttention } from '#renderer/engine/graph/dialects/fused-attention.ts';
import { INTERLEAVED_MOVES, interleaved } from '#renderer/engine/graph/dialects/image-layout.ts';
import { addLowRank } from '#renderer/engine/graph/dialects/low-rank.ts';
import { silu, skipNormFused } from '#renderer/engine/graph/dialects/norms.ts';
import {
  gateByHalvesRule,
  interleavedProductRules,
  type LinearProduct,
  linearRule,
  sizesOf,
} from '#renderer/engine/graph/dialects/products.ts';
import type { LinearOperands } from '#renderer/engine/graph/ir/composites.ts';
import type { Dialect, LoweringContext, LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { CompositeNodeOf, Value } from '#renderer/engine/graph/ir/value.ts';

/*
 * What ONNX Runtime's CUDA provider has beyond the portable operators, by its kernel sources. None of it has a CPU or
 * WebGPU kernel, and it has not been run on a GPU by this project yet: `npm run gpu:check` does that.
 *
 * Queries, keys and values stay three products: the flash attention kernel reads them as they come, while a packed
 * tensor would be taken apart first.
 */

const PRODUCTS: LinearProduct = {
  linear: (graph, { tokens, weight }) => graph.fused('FusedMatMul', [tokens, weight], { transB: 1 }),
};

const convolveRule = convRule(convolve, interleaved);
const gateByHalves = gateByHalvesRule(PRODUCTS);

const RULES: LoweringRules = {
  ...INTERLEAVED_MOVES,
  ...interleavedProductRules(PRODUCTS),
  Linear: linearRule(PRODUCTS),
  Gate(graph, operands, attributes, context) {
    const width = sizesOf(operands.weight).outputs / 2;
    if (operands.bias && GATE_WIDTHS.includes(width)) return gateWhole(graph, { ...operands, bias: operands.bias });
    return gateByHalves(graph, operands, attributes, context);
  },
  Conv(graph, operands, attributes, context) {
    const given = leavesAddends(context.node, context) ? { ...operands, perSample: null } : operands;
    return convolveRule(graph, given, attributes, context);
  },
  GroupNorm: (graph, { image, weight, bias }, attributes) =>
    groupNorm(graph, { image, scale: weight, bias, rows: null }, { ...attributes, isSilu: false }),
  NormSilu: (graph, { image, weight, bias }, attributes, context) =>
    groupNorm(graph, { image, scale: weight, bias, rows: addendsBefore(context) }, { ...attributes, isSilu: true }),
  SkipNorm: skipNormFused,
  Attention: fusedAttention,
  Embedding: embedding,
};

/** Fused operators on images (b, h, w, c), for float32 and float16. */
export const cudaDialect: Dialect = { layout: interleaved, rules: RULES };

/** BiasSplitGelu refuses every other size. */
const GATE_WIDTHS = [1280, 2560, 5120];

/** GEGLU: one product, and an operator that takes its halves apart. */
function gateWhole(
  graph: Emitter,
  { x, weight, bias, down, up }: LinearOperands<Value> & { readonly bias: Value },
): Value {
  const plain = PRODUCTS.linear(graph, { tokens: x, weight }, sizesOf(weight));
  return graph.fused('BiasSplitGelu', [addLowRank(graph, { x, product: plain }, { down, up }), bias]);
}

/**
 * Whether a convolution's addend per sample is left to the norm after it, which has an operand for it: a sum of its own
 * would read and write the whole image.
 */
function leavesAddends(
  { operands, outputs }: CompositeNodeOf<'Conv'>,
  { isOnlyFor }: Pick<LoweringContext<'Conv'>, 'isOnlyFor'>,
): boolean {
  return operands.perSample !== null && operands.residual === null && isOnlyFor(outputs[0]!, 'NormSilu');
}

/** What the convolution before a norm has left to it, as it was lowered; null where that is nothing. */
function addendsBefore(context: LoweringContext<'NormSilu'>): Value | null {
  const { producer } = context.node.operands.image;
  if (producer.kind !== 'node' || producer.node.kind !== 'composite' || producer.node.op !== 'Conv') return null;
  const { perSample } = producer.node.operands;
  return perSample && leavesAddends(producer.node, context) ? context.lowered(perSample) : null;
}

interface NormOperands {
  readonly image: Value;
  readonly rows: Value | null;
  readonly scale: Value;
  readonly bias: Value;
}

interface NormOptions {
  readonly groups: number;
  readonly eps: number;
  readonly isSilu: boolean;
}

/** Its kernels read two channels of a group at a time and hold a group of at most this many in a block. */
const GROUP_CHANNELS_MAX = 512;

function groupNorm(graph: Emitter, operands: NormOperands, options: NormOptions): Value {
  const { image, rows, scale, bias } = operands;
  const { groups, eps, isSilu } = options;
  const perGroup = (image.dims[3] as number) / groups;
  if (perGroup % 2 !== 0 || perGroup > GROUP_CHANNELS_MAX) return spelledOut(graph, operands, options);
  const attributes = { groups, epsilon: { float: eps }, activation: isSilu ? 1 : 0, channels_last: 1 };
  // Scale and bias are float32 whatever the image is.
  const given = [image, graph.widen(scale), graph.widen(bias)];
  if (!rows) return graph.fused('GroupNorm', given, attributes);
  return graph.fused('SkipGroupNorm', [...given, rows], attributes);
}

/** The same in operators for any shape: each group becomes a row, normalised in float32. */
function spelledOut(graph: Emitter, { image, rows, scale, bias }: NormOperands, options: NormOptions): Value {
  const { groups, eps, isSilu } = options;
  const exact = graph.exact();
  const sum = rows ? graph.op('Add', [image, perPixel(graph, rows)]) : image;
  const channelsFirst = graph.op('Transpose', [graph.widen(sum)], { perm: [0, 3, 1, 2] });
  const grouped = graph.op('Reshape', [channelsFirst, graph.ints([0, groups, -1])]);
  const [ones, zeros] = [1, 0].map((value) => exact.floats(Array.from({ length: groups }, () => value)));
  const normed = graph.op('InstanceNormalization', [grouped, ones!, zeros!], { epsilon: { float: eps } });
  const restored = graph.op('Reshape', [normed, graph.op('Shape', [channelsFirst])]);
  const image32 = graph.op('Transpose', [restored], { perm: [0, 2, 3, 1] });
  const scaled = graph.op('Mul', [image32, graph.widen(scale)]);
  const result = graph.narrow(graph.op('Add', [scaled, graph.widen(bias)]));
  return isSilu ? silu(graph, result) : result;
}

function convolve(graph: Emitter, operands: ConvolveOperands, geometry: ConvGeometry): Value {
  const { weight, bias, perSample, residual } = operands;
  const { image, pads } = evenPads(graph, operands.image, geometry.pads);
  const { kernel, across, stride } = geometry;
  // (out, in, k, k) -> (out, k, k, in): those of the file once, when the session opens.
  const kernels = graph.weights.isStored(weight)
    ? graph.weights.load(weight, { isInterleaved: true })
    : graph.preparing().op('Transpose', [weight], { perm: [0, 2, 3, 1] });
  const attributes = { kernel_shape: [kernel, across], strides: [stride, stride], pads };
  const result = graph.fused('NhwcConv', [image, kernels, ...(bias ? [bias] : [])], attributes);
  const conditioned = perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
  return residual ? graph.op('Add', [conditioned, residual]) : conditioned;
}

/** (b, c) -> (b, 1, 1, c). */
function perPixel(graph: Emitter, rows: Value): Value {
  return graph.op('Unsqueeze', [rows, graph.ints([1, 2])]);
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
