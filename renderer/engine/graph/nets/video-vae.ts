import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { alongTime, filmResnet } from '#renderer/engine/graph/layers/film.ts';
import { conv, upsample } from '#renderer/engine/graph/layers/layers.ts';
import { finish, pixelsAt, precise, selfAttention } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig, type VaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { vaeWeights } from '#renderer/engine/graph/nets/vae-weights.ts';
import { videoWeights } from '#renderer/engine/graph/nets/video-weights.ts';

/** AutoencoderKLTemporalDecoder fixes both: of the norms within a frame, and along time. */
const EPS = { frame: 1e-6, time: 1e-5 };

/**
 * Reads the config.json of an AutoencoderKLTemporalDecoder, whose encoder is that of every AutoencoderKL. Unlike that
 * one it always computes in float32 where the file does not say. Throws Failure('invalid') for what is not built.
 */
export function parseVideoVaeConfig(json: unknown): VaeConfig {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const defaults = { force_upcast: true, use_post_quant_conv: false };
  return parseVaeConfig(isObject ? { ...defaults, ...json } : json);
}

/**
 * AutoencoderKLTemporalDecoder's decoder. Input `latents` (n, c, h, w), as the VAE made them: frames that follow each
 * other, which see only each other. Output `frames` (n, 3, fh, fw) in about -1…1, not clamped, with f = 2^(stages - 1).
 *
 *     latents ─► conv_in ─► mid ─► stage × n ─► norm ─► silu ─► conv_out ─► time_conv_out
 */
export function buildVideoDecoder(
  config: VaeConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const { latentChannels, imageChannels, channels, layers, groups } = config;
  // The reference has an attention there in any case, and runs it only between two resnets.
  const harmless = layers < 2 ? [/^decoder\.mid_block\.attentions\./] : [];
  const part = videoWeights(vaeWeights(weights, 'decoder'));
  const root = Graph.over(part, { ...precise(options, config), name: 'video vae decoder', harmless });
  const graph = root.scope('decoder');
  const inmost = channels.at(-1)!;
  const latents = root.input('latents', 'float', ['frames', latentChannels, 'h', 'w']);
  let x = conv(graph.scope('conv_in'), latents, { inputs: latentChannels, outputs: inmost });
  x = middle(graph.scope('mid_block'), x, config);
  let inputs = inmost;
  for (const [i, outputs] of channels.toReversed().entries()) {
    const block = graph.scope('up_blocks', i);
    const pixels = pixelsAt(config, -1 - i);
    for (let layer = 0; layer <= layers; layer++) {
      const sizes = { inputs: layer === 0 ? inputs : outputs, outputs };
      x = resnet(block.scope('resnets', layer), x, { ...sizes, groups, pixels });
    }
    inputs = outputs;
    if (i === channels.length - 1) continue;
    const shape = { inputs: outputs, outputs, pixels: pixelsAt(config, -2 - i) };
    x = conv(block.scope('upsamplers', 0, 'conv'), upsample(block, x, null), shape);
  }
  const alone = finish(graph, x, { inputs, outputs: imageChannels, groups });
  const rows = graph.layer('FramesAsRows', { operands: { image: alone }, attributes: {} });
  const sizes = { inputs: imageChannels, outputs: imageChannels };
  const mixed = alongTime(graph.scope('time_conv_out'), rows, sizes);
  const frames = graph.layer('RowsAsFrames', { operands: { image: mixed, like: alone }, attributes: {} });
  root.output('frames', frames, ['frames', imageChannels, 'H', 'W']);
  return root.build();
}

interface Sizes {
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  readonly pixels: number;
}

function resnet(graph: Graph, x: Value, sizes: Sizes): Value {
  return filmResnet(graph, x, { ...sizes, eps: EPS.frame, timeEps: EPS.time, time: null, mixes: 'time' });
}

/** The reference runs two resnets however many there are, or the only one. */
function middle(graph: Graph, x: Value, config: VaeConfig): Value {
  const { channels, groups, layers } = config;
  const inmost = channels.at(-1)!;
  const sizes = { inputs: inmost, outputs: inmost, groups, pixels: pixelsAt(config, -1) };
  const first = resnet(graph.scope('resnets', 0), x, sizes);
  if (layers < 2) return first;
  const attended = selfAttention(graph.scope('attentions', 0), first, { inmost, groups, tokens: sizes.pixels });
  return resnet(graph.scope('resnets', 1), attended, sizes);
}
