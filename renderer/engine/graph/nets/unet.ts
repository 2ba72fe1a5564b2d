import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import type { ImagePromptShape } from '#renderer/engine/graph/layers/image-prompts.ts';
import { conv, groupNorm, silu, upsample } from '#renderer/engine/graph/layers/layers.ts';
import { timeEmbedding } from '#renderer/engine/graph/nets/time-embedding.ts';
import {
  contextWidth,
  down,
  type Flow,
  type Image,
  middle,
  stageLayer,
} from '#renderer/engine/graph/nets/unet-blocks.ts';
import type { UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { NOT_STEERED, type Steering, steeringOf } from '#renderer/engine/graph/nets/unet-steering.ts';

/**
 * UNet2DConditionModel, the network that predicts the noise:
 *
 *     sample ─► conv_in ─► down_blocks ─► mid_block ─► up_blocks ─► conv_norm_out ─► silu ─► conv_out
 *                   └─────────┴──── skips, last in first out ────────────┘
 *
 * Inputs: `sample` (b, c, h, w), `timestep` (b) and `encoder_hidden_states` (b, n, width); with text_time also
 * `text_embeds` (b, pooled) and `time_ids` (b, n); with a guidance embedding also `timestep_cond` (b, width). Output:
 * `noise` (b, c, h, w). Height and width may be any size: the way up returns to the sizes of the way down. With
 * `promptApart` keys and values of the prompt are inputs, too (prompt-products.ts), and its hidden states are unused.
 */
export function buildUNet(config: UNetConfig, weights: WeightSupply, options: UNetOptions): BuiltGraph {
  return unetGraph(config, weights, options).build();
}

export interface UNetOptions extends Omit<GraphOptions, 'name'> {
  /** Pictures that act beside the words, by the inputs of image-prompts.ts; none when left out. */
  readonly images?: ImagePromptShape | null;
  /** What other networks add to this one's values at every call, by the inputs of unet-steering.ts; nothing when left out. */
  readonly steered?: Steering;
}

/** The same before it is spelt in operators. */
export function unetGraph(config: UNetConfig, weights: WeightSupply, options: UNetOptions): Graph {
  const graph = Graph.over(weights, { ...options, name: 'unet' });
  const sample = graph.input('sample', 'float', ['b', config.inChannels, 'h', 'w']);
  const context = graph.input('encoder_hidden_states', 'float', ['b', 'n', contextWidth(config)]);
  const time = silu(graph, timeEmbedding(graph, config));
  const flow: Flow = { config, context, time, imagesAt: imagesBySide(options.images ?? null, config) };

  const channels = config.baseChannels;
  const first = conv(graph.scope('conv_in'), sample, { inputs: config.inChannels, outputs: channels });
  const steering = steeringOf(graph, options.steered ?? NOT_STEERED);
  const descended = down(graph, { value: first, channels, side: config.sampleSize }, flow, steering.atStage);
  const middled = middle(graph.scope('mid_block'), descended.at(-1)!, flow);
  const { x, skips } = steering.joined({ x: middled, skips: descended }, config);
  const risen = up(graph, { x, skips }, flow);

  const normed = groupNorm(graph.scope('conv_norm_out'), risen, { channels, groups: config.groups, eps: config.eps });
  const noise = conv(graph.scope('conv_out'), silu(graph, normed), { inputs: channels, outputs: config.outChannels });
  graph.output('noise', noise, ['b', config.outChannels, 'h', 'w']);
  return graph;
}

/** What attentions look at in pictures, at each of the sides that the image has on its way. */
function imagesBySide(
  images: ImagePromptShape | null,
  { sampleSize, down: stages }: UNetConfig,
): NonNullable<Flow['imagesAt']> {
  if (!images) return () => null;
  const sides = [sampleSize];
  for (const { resamples } of stages) if (resamples) sides.push(Math.ceil(sides.at(-1)! / 2));
  const masks = new Map<string, Value>();
  return (side) => ({ ...images, masks, level: sides.indexOf(side) });
}

function up(graph: Graph, { x, skips }: { x: Image; skips: readonly Image[] }, flow: Flow): Value {
  const left = [...skips];
  let current = x;
  for (const [i, stage] of flow.config.up.entries()) {
    const block = graph.scope('up_blocks', i);
    for (let layer = 0; layer < stage.layers; layer++) {
      const skip = left.pop()!;
      const value = block.op('Concat', [current.value, skip.value], { axis: 1 });
      const joined = { value, channels: current.channels + skip.channels, side: skip.side };
      current = stageLayer(block, { x: joined, layer, stage }, flow);
    }
    if (stage.resamples) {
      const { value: like, side } = left.at(-1)!;
      const shape = { inputs: stage.channels, outputs: stage.channels, pixels: side ** 2 };
      const larger = upsample(block, current.value, like);
      current = { ...current, value: conv(block.scope('upsamplers', 0, 'conv'), larger, shape), side };
    }
  }
  return current.value;
}
