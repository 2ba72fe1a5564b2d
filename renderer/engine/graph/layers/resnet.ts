import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, denseRow, normSilu } from '#renderer/engine/graph/layers/layers.ts';

export interface ResnetShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  readonly eps: number;
  /** SiLU of the time embedding (b, width), where the block is conditioned on time. */
  readonly time: { readonly value: Value; readonly width: number } | null;
  /** Pixels of the usual picture here. */
  readonly pixels: number;
}

/**
 * ResnetBlock2D on an image:
 *
 *     x ─┬─► norm1 ─► silu ─► conv1 ─► (+ time_emb_proj) ─► norm2 ─► silu ─► conv2 ─► (+) ─►
 *        └─► conv_shortcut, where the number of channels changes ─────────────────────┘
 */
export function resnet(graph: Graph, x: Value, shape: ResnetShape): Value {
  const { inputs, outputs, groups, eps, time, pixels } = shape;
  const first = normSilu(graph.scope('norm1'), x, { channels: inputs, groups, eps });
  const rows = time && denseRow(graph.scope('time_emb_proj'), time.value, { inputs: time.width, outputs });
  const hidden = conv(graph.scope('conv1'), first, { inputs, outputs, perSample: rows, pixels });
  const second = normSilu(graph.scope('norm2'), hidden, { channels: outputs, groups, eps });
  const residual = inputs === outputs ? x : conv(graph.scope('conv_shortcut'), x, { inputs, outputs, kernel: 1 });
  return conv(graph.scope('conv2'), second, { inputs: outputs, outputs, residual, pixels });
}
