import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, groupNorm, normSilu, upsample } from '#renderer/engine/graph/layers/layers.ts';

const GROUPS = 32;
const EPS = 1e-6;

interface Channels {
  readonly inputs: number;
  readonly outputs: number;
}

/** A ResNet block of VQGAN's (https://arxiv.org/abs/2012.09841) on an image, by CodeFormer's names of weights. */
export function plainResnet(graph: Graph, x: Value, { inputs, outputs }: Channels): Value {
  const first = normSilu(graph.scope('norm1'), x, { channels: inputs, groups: GROUPS, eps: EPS });
  const hidden = conv(graph.scope('conv1'), first, { inputs, outputs });
  const second = normSilu(graph.scope('norm2'), hidden, { channels: outputs, groups: GROUPS, eps: EPS });
  const residual = inputs === outputs ? x : conv(graph.scope('conv_out'), x, { inputs, outputs, kernel: 1 });
  return conv(graph.scope('conv2'), second, { inputs: outputs, outputs, residual });
}

/** One head over all pixels, added to the image. */
export function pixelAttention(graph: Graph, x: Value, channels: number): Value {
  const normed = groupNorm(graph.scope('norm'), x, { channels, groups: GROUPS, eps: EPS });
  const pointwise = { inputs: channels, outputs: channels, kernel: 1 };
  const tokens = (name: string) => {
    const image = conv(graph.scope(name), normed, pointwise);
    return graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  };
  const operands = { q: tokens('q'), k: tokens('k'), v: tokens('v'), bias: null };
  const mixed = graph.layer('Attention', { operands, attributes: { heads: 1, causal: false } });
  const image = graph.layer('TokensAsPixels', { operands: { tokens: mixed, like: x }, attributes: {} });
  return conv(graph.scope('proj_out'), image, { ...pointwise, residual: x });
}

/** Half the sides; beyond the right and the lower edge are zeros. */
export function halvedImage(graph: Graph, x: Value, channels: number): Value {
  return conv(graph.scope('conv'), x, { inputs: channels, outputs: channels, stride: 2, pads: [0, 0, 1, 1] });
}

/** Twice the sides, by nearest neighbours. */
export function doubledImage(graph: Graph, x: Value, channels: number): Value {
  return conv(graph.scope('conv'), upsample(graph, x, null), { inputs: channels, outputs: channels });
}

/** The image `of` with each channel's mean and spread of `like`, a variance being of a sample (n - 1). */
export function adaptStatistics(graph: Graph, of: Value, like: Value): Value {
  const from = statistics(graph, of);
  const to = statistics(graph, like);
  return graph.op('Add', [graph.op('Mul', [graph.op('Div', [from.centred, from.spread]), to.spread]), to.mean]);
}

function statistics(graph: Graph, x: Value): { readonly mean: Value; readonly centred: Value; readonly spread: Value } {
  const [, , height, width] = x.dims;
  const count = Number(height) * Number(width);
  const mean = graph.op('ReduceMean', [x, graph.ints([2, 3])], { keepdims: 1 });
  const centred = graph.op('Sub', [x, mean]);
  const square = graph.op('ReduceMean', [graph.op('Mul', [centred, centred]), graph.ints([2, 3])], { keepdims: 1 });
  const ofSample = graph.op('Mul', [square, graph.floats([count / (count - 1)], [])]);
  return { mean, centred, spread: graph.op('Sqrt', [graph.op('Add', [ofSample, graph.floats([1e-5], [])])]) };
}

/** What is drawn, scaled and shifted by what was seen, so far as `share` says (spatial feature transform). */
export function fuseFeatures(
  graph: Graph,
  { seen, drawn }: { readonly seen: Value; readonly drawn: Value },
  { channels, share }: { readonly channels: number; readonly share: Value },
): Value {
  const both = graph.op('Concat', [seen, drawn], { axis: 1 });
  const known = plainResnet(graph.scope('encode_enc'), both, { inputs: 2 * channels, outputs: channels });
  const shape = { inputs: channels, outputs: channels };
  const branch = (name: string) => {
    const first = graph.op('LeakyRelu', [conv(graph.scope(name, 0), known, shape)], { alpha: { float: 0.2 } });
    return conv(graph.scope(name, 2), first, shape);
  };
  const changed = graph.op('Add', [graph.op('Mul', [drawn, branch('scale')]), branch('shift')]);
  return graph.op('Add', [drawn, graph.op('Mul', [changed, share])]);
}
