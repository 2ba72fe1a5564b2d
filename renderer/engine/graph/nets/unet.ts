import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, groupNorm, silu, upsample } from '#renderer/engine/graph/layers/layers.ts';
import { resnet } from '#renderer/engine/graph/layers/resnet.ts';
import { transformer } from '#renderer/engine/graph/layers/transformer.ts';
import { timeEmbedding } from '#renderer/engine/graph/nets/time-embedding.ts';
import type { Stage, UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';

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
export function buildUNet(config: UNetConfig, weights: WeightSupply, options: Omit<GraphOptions, 'name'>): BuiltGraph {
  return unetGraph(config, weights, options).build();
}

/** The same before it is spelt in operators. */
export function unetGraph(config: UNetConfig, weights: WeightSupply, options: Omit<GraphOptions, 'name'>): Graph {
  const graph = Graph.over(weights, { ...options, name: 'unet' });
  const sample = graph.input('sample', 'float', ['b', config.inChannels, 'h', 'w']);
  const context = graph.input('encoder_hidden_states', 'float', ['b', 'n', contextWidth(config)]);
  const flow: Flow = { config, context, time: silu(graph, timeEmbedding(graph, config)) };

  const channels = config.baseChannels;
  const first = conv(graph.scope('conv_in'), sample, { inputs: config.inChannels, outputs: channels });
  const descended = down(graph, { value: first, channels, side: config.sampleSize }, flow);
  const middled = middle(graph.scope('mid_block'), descended.at(-1)!, flow);
  const risen = up(graph, { x: middled, skips: descended }, flow);

  const normed = groupNorm(graph.scope('conv_norm_out'), risen, { channels, groups: config.groups, eps: config.eps });
  const noise = conv(graph.scope('conv_out'), silu(graph, normed), { inputs: channels, outputs: config.outChannels });
  graph.output('noise', noise, ['b', config.outChannels, 'h', 'w']);
  return graph;
}

interface Image {
  readonly value: Value;
  readonly channels: number;
  /** Of the usual picture. */
  readonly side: number;
}

/** What every block sees. */
interface Flow {
  readonly config: UNetConfig;
  readonly context: Value;
  /** SiLU of the time embedding. */
  readonly time: Value;
}

/** All images of the way down that the way up will want, in order; the last is the result. */
function down(graph: Graph, first: Image, flow: Flow): readonly Image[] {
  const skips: Image[] = [first];
  for (const [i, stage] of flow.config.down.entries()) {
    const block = graph.scope('down_blocks', i);
    for (let layer = 0; layer < stage.layers; layer++) {
      skips.push(stageLayer(block, { x: skips.at(-1)!, layer, stage }, flow));
    }
    if (stage.resamples) {
      const { value, channels, side } = skips.at(-1)!;
      const shape = { inputs: channels, outputs: channels, stride: 2 };
      const smaller = conv(block.scope('downsamplers', 0, 'conv'), value, shape);
      skips.push({ value: smaller, channels, side: Math.ceil(side / 2) });
    }
  }
  return skips;
}

/** A resnet and, where the stage has attention, a transformer. */
function stageLayer(
  block: Graph,
  { x, layer, stage }: { x: Image; layer: number; stage: Stage },
  { config, context, time }: Flow,
): Image {
  const { channels, depths, heads, contextWidth: width } = stage;
  const { groups, eps, linearProjection, exactAttention } = config;
  const value = resnet(block.scope('resnets', layer), x.value, {
    inputs: x.channels,
    outputs: channels,
    groups,
    eps,
    time: { value: time, width: config.timeWidth },
    pixels: x.side ** 2,
  });
  if (!depths) return { ...x, value, channels };
  const shape = {
    channels,
    heads,
    contextWidth: width,
    depth: depths[layer]!,
    groups,
    linearProjection,
    exactAttention,
  };
  return { ...x, value: transformer(block.scope('attentions', layer), { x: value, context }, shape), channels };
}

function middle(graph: Graph, x: Image, { config, context, time }: Flow): Image {
  const { middle: kind, groups, eps, linearProjection, exactAttention } = config;
  if (kind.kind === 'none') return x;
  const { channels } = x;
  const embedding = { value: time, width: config.timeWidth };
  const shape = { inputs: channels, outputs: channels, groups, eps, time: embedding, pixels: x.side ** 2 };
  const first = resnet(graph.scope('resnets', 0), x.value, shape);
  if (kind.kind === 'resnet') return { ...x, value: first };
  const attended = transformer(
    graph.scope('attentions', 0),
    { x: first, context },
    {
      channels,
      heads: kind.heads,
      contextWidth: kind.contextWidth,
      depth: kind.depth,
      groups,
      linearProjection,
      exactAttention,
    },
  );
  return { ...x, value: resnet(graph.scope('resnets', 1), attended, shape) };
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

/** Width of the prompt's hidden states: that of the first stage that attends to them. */
function contextWidth({ down: stages, middle: kind }: UNetConfig): number {
  const attending = stages.find(({ depths }) => depths !== null);
  if (attending) return attending.contextWidth;
  return kind.kind === 'attention' ? kind.contextWidth : stages[0]!.contextWidth;
}
