import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { denseRow, normSilu } from '#renderer/engine/graph/layers/layers.ts';
import { type ResnetShape, resnet } from '#renderer/engine/graph/layers/resnet.ts';

export interface FilmTime {
  /** (1, width) */
  readonly value: Value;
  /** (n, width) */
  readonly ofFrames: Value;
  readonly width: number;
}

export interface FilmResnetShape extends Omit<ResnetShape, 'time'> {
  /** Of the norms along time. */
  readonly timeEps: number;
  /** SiLU of the time embedding, once and for each frame; null where the block is not conditioned on time. */
  readonly time: FilmTime | null;
  /** Whose share the stored factor is: the frames' by themselves, or what they have of each other. */
  readonly mixes: 'frames' | 'time';
}

/**
 * SpatioTemporalResBlock on the frames (n, c, h, w) of one film: each by itself, then along time.
 *
 *     x ─► spatial_res_block ─┬─► norm1 ─► silu ─► conv1 ─► (+ time_emb_proj) ─► norm2 ─┐
 *                             │                   ┌─────── silu ◄─────────────────────┘
 *                             │                   └─► conv2 ─► · share ─► (+) ─►
 *                             └──────────────────────────────────────────┘
 *
 * The reference mixes both results, and its second one is the first plus the branch: only the branch needs a share.
 */
export function filmResnet(graph: Graph, x: Value, shape: FilmResnetShape): Value {
  const { outputs, groups, time, timeEps } = shape;
  const ofFrames = time && { value: time.ofFrames, width: time.width };
  const spatial = resnet(graph.scope('spatial_res_block'), x, { ...shape, time: ofFrames });
  const block = graph.scope('temporal_res_block');
  const rows = block.layer('FramesAsRows', { operands: { image: spatial }, attributes: {} });
  const norm = { channels: outputs, groups, eps: timeEps };
  const told = time && denseRow(block.scope('time_emb_proj'), time.value, { inputs: time.width, outputs });
  const first = normSilu(block.scope('norm1'), rows, norm);
  const hidden = alongTime(block.scope('conv1'), first, { inputs: outputs, outputs, perSample: told });
  const second = normSilu(block.scope('norm2'), hidden, norm);
  const branch = alongTime(block.scope('conv2'), second, { inputs: outputs, outputs });
  const frames = block.layer('RowsAsFrames', { operands: { image: branch, like: spatial }, attributes: {} });
  return graph.op('Add', [spatial, graph.op('Mul', [frames, shareOfTime(graph.scope('time_mixer'), shape.mixes)])]);
}

/** A convolution of three frames by the weight (out, in, 3, 1, 1) and bias of this scope, on rows (1, c, n, h·w). */
export function alongTime(
  graph: Graph,
  image: Value,
  { inputs, outputs, perSample = null }: { inputs: number; outputs: number; perSample?: Value | null },
): Value {
  const weight = graph.weight('weight', [outputs, inputs, 3, 1]);
  const bias = graph.weight('bias', [outputs]);
  const operands = { image, weight, bias, perSample, residual: null, down: null, up: null };
  return graph.layer('Conv', { operands, attributes: { stride: 1, pads: [1, 0, 1, 0], pixels: 0 } });
}

/** AlphaBlender's factor as the share of what frames have of each other, (1, 1, 1). */
export function shareOfTime(graph: Graph, mixes: FilmResnetShape['mixes']): Value {
  const factor = graph.op('Reshape', [graph.weight('mix_factor', [1]), graph.ints([1, 1, 1])]);
  return graph.op('Sigmoid', [mixes === 'time' ? factor : graph.op('Mul', [factor, graph.floats([-1], [])])]);
}
