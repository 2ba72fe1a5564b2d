import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, silu } from '#renderer/engine/graph/layers/layers.ts';
import type { ControlNetConfig } from '#renderer/engine/graph/nets/controlnet-config.ts';
import { timeEmbedding } from '#renderer/engine/graph/nets/time-embedding.ts';
import { contextWidth, down, type Flow, type Image, middle } from '#renderer/engine/graph/nets/unet-blocks.ts';
import { MIDDLE_RESIDUAL, namedDims, residualName } from '#renderer/engine/graph/nets/unet-steering.ts';

/** The weights that read the picture. */
const PICTURE = 'controlnet_cond_embedding';

/**
 * ControlNetModel ("Adding Conditional Control to Text-to-Image Diffusion Models", https://arxiv.org/abs/2302.05543): a
 * copy of a UNet's way down and middle, whose images go through 1×1 convolutions.
 *
 *     sample ─► conv_in ─► (+ hint) ─► down_blocks ─► mid_block
 *                             └──► controlnet_down_blocks ┴──► controlnet_mid_block
 *
 * Inputs as of a UNet, and `hint` (b, c, h, w), which `buildControlHint` makes of the picture once. Outputs: a residual for
 * each image that the UNet's way up will want, and one for its middle, by the names of unet-steering.ts.
 */
export function buildControlNet(
  { unet }: ControlNetConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name'>,
): BuiltGraph {
  const harmless = [new RegExp(`^${PICTURE}\\.`)];
  const graph = Graph.over(weights, { ...options, name: 'control network', harmless });
  const sample = graph.input('sample', 'float', ['b', unet.inChannels, 'h', 'w']);
  const context = graph.input('encoder_hidden_states', 'float', ['b', 'n', contextWidth(unet)]);
  const flow: Flow = { config: unet, context, time: silu(graph, timeEmbedding(graph, unet)) };

  const channels = unet.baseChannels;
  const seen = conv(graph.scope('conv_in'), sample, { inputs: unet.inChannels, outputs: channels });
  const value = graph.op('Add', [seen, graph.input('hint', 'float', ['b', channels, 'h', 'w'])]);
  const skips = down(graph, { value, channels, side: unet.sampleSize }, flow);
  const middled = middle(graph.scope('mid_block'), skips.at(-1)!, flow);

  for (const [i, skip] of skips.entries()) {
    residual(graph.scope('controlnet_down_blocks', i), skip, residualName(i));
  }
  residual(graph.scope('controlnet_mid_block'), middled, MIDDLE_RESIDUAL);
  return graph.build();
}

function residual(graph: Graph, { value, channels }: Image, name: string): void {
  const given = conv(graph, value, { inputs: channels, outputs: channels, kernel: 1 });
  graph.output(name, given, namedDims(given, name));
}

/**
 * What a ControlNet makes of its picture, which is the same in every step. Input: `picture` (b, 3, H, W) in 0…1. Output:
 * `hint` (b, c, h, w), sides halved as often as there are stages less one.
 */
export function buildControlHint(
  { unet, pictureChannels }: ControlNetConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name'>,
): BuiltGraph {
  const harmless = [new RegExp(`^(?!${PICTURE}\\.)`)];
  const root = Graph.over(weights, { ...options, name: "control network's picture", harmless });
  const graph = root.scope(PICTURE);
  const picture = root.input('picture', 'float', ['b', 3, 'H', 'W']);
  const [first = 0] = pictureChannels;
  const given = conv(graph.scope('conv_in'), picture, { inputs: 3, outputs: first });
  let x: Value = silu(root, given);
  for (const [i, inputs] of pictureChannels.slice(0, -1).entries()) {
    const outputs = pictureChannels[i + 1]!;
    x = silu(root, conv(graph.scope('blocks', 2 * i), x, { inputs, outputs: inputs }));
    x = silu(root, conv(graph.scope('blocks', 2 * i + 1), x, { inputs, outputs, stride: 2 }));
  }
  const shape = { inputs: pictureChannels.at(-1)!, outputs: unet.baseChannels };
  const hint = conv(graph.scope('conv_out'), x, shape);
  root.output('hint', hint, ['b', unet.baseChannels, 'h', 'w']);
  return root.build();
}
