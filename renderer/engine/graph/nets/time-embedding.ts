import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { denseRow, silu } from '#renderer/engine/graph/layers/layers.ts';
import type { UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';

/**
 * What a UNet's blocks know besides the image and the prompt, (b, width): the timestep and, where the model has them, the
 * guidance scale, the pooled text and the picture's sizes. Declares the inputs they come from.
 *
 *     timestep ─► sinusoids ─► (+ cond_proj) ─► linear_1 ─► silu ─► linear_2 ─► (+ add_embedding) ─►
 */
export function timeEmbedding(graph: Graph, config: UNetConfig): Value {
  const { baseChannels, timeWidth, guidanceWidth, textTime } = config;
  // Angles reach 1000, where half precision has lost the fractions.
  const exact = graph.exact();
  const timestep = exact.input('timestep', 'float', ['b']);
  const waves = graph.narrow(sinusoids(exact, timestep, { width: baseChannels, ...config }));
  const scope = graph.scope('time_embedding');
  const guided = guidanceWidth === null ? waves : addGuidance(scope, waves, { guidanceWidth, baseChannels });
  const time = mlp(scope, guided, { inputs: baseChannels, outputs: timeWidth });
  return textTime ? graph.op('Add', [time, textTimeEmbedding(graph, config, textTime)]) : time;
}

export interface SinusoidShape {
  readonly width: number;
  readonly cosinesFirst: boolean;
  readonly frequencyShift: number;
}

/** Numbers (n) -> (n, width) cosines and sines of falling frequency (diffusers' get_timestep_embedding). */
export function sinusoids(graph: Graph, numbers: Value, { width, cosinesFirst, frequencyShift }: SinusoidShape): Value {
  const half = width / 2;
  const frequencies = Array.from({ length: half }, (_, i) =>
    Math.exp((-Math.log(10_000) * i) / (half - frequencyShift)),
  );
  const column = graph.op('Unsqueeze', [numbers, graph.ints([1])]);
  const angles = graph.op('Mul', [column, graph.floats(frequencies, [1, half])]);
  const waves = [graph.op('Cos', [angles]), graph.op('Sin', [angles])];
  return graph.op('Concat', cosinesFirst ? waves : waves.toReversed(), { axis: 1 });
}

/** The guidance embedding of models distilled with it: joins before the first linear layer, without a bias. */
function addGuidance(
  graph: Graph,
  waves: Value,
  { guidanceWidth, baseChannels }: { guidanceWidth: number; baseChannels: number },
): Value {
  const guidance = graph.input('timestep_cond', 'float', ['b', guidanceWidth]);
  const sizes = { inputs: guidanceWidth, outputs: baseChannels, bias: false };
  return graph.op('Add', [waves, denseRow(graph.scope('cond_proj'), guidance, sizes)]);
}

/** SDXL's extra conditioning: pooled text (b, p) and, per picture, numbers such as its sizes (b, n). */
function textTimeEmbedding(
  graph: Graph,
  config: UNetConfig,
  { numberWidth, width }: NonNullable<UNetConfig['textTime']>,
): Value {
  const pooled = graph.input('text_embeds', 'float', ['b', 'pooled']);
  const exact = graph.exact();
  const ids = exact.input('time_ids', 'float', ['b', 'ids']);
  const flat = graph.op('Reshape', [ids, graph.ints([-1])]);
  const waves = graph.narrow(sinusoids(exact, flat, { width: numberWidth, ...config }));
  const rows = graph.op('Concat', [graph.op('Shape', [ids], { start: 0, end: 1 }), graph.ints([-1])], { axis: 0 });
  const joined = graph.op('Concat', [pooled, graph.op('Reshape', [waves, rows])], { axis: 1 });
  return mlp(graph.scope('add_embedding'), joined, { inputs: width, outputs: config.timeWidth });
}

/** Two linear layers on rows, `inner` wide between them (as wide as the result when left out), of this scope. */
export function mlp(
  graph: Graph,
  x: Value,
  { inputs, outputs, inner = outputs }: { inputs: number; outputs: number; inner?: number },
): Value {
  const hidden = silu(graph, denseRow(graph.scope('linear_1'), x, { inputs, outputs: inner }));
  return denseRow(graph.scope('linear_2'), hidden, { inputs: inner, outputs });
}
