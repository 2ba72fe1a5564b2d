import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { attention, attentionBias } from '#renderer/engine/graph/layers/attention.ts';
import { addSkip, conv, groupNorm, silu, upsample } from '#renderer/engine/graph/layers/layers.ts';
import { resnet } from '#renderer/engine/graph/layers/resnet.ts';
import type { VaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { vaeWeights } from '#renderer/engine/graph/nets/vae-weights.ts';

/** AutoencoderKL fixes it, whatever its configuration says. */
const EPS = 1e-6;

export interface VaeOptions extends Omit<GraphOptions, 'name' | 'harmless'> {
  /** `scaled`: latents as the UNet sees them, divided by the scaling factor inside. `raw`: as the VAE made them. */
  readonly latents: 'scaled' | 'raw';
}

/**
 * AutoencoderKL's decoder. Input `latents` (b, c, h, w); output `picture` (b, 3, fh, fw) in about -1…1, not clamped, with
 * f = 2^(stages - 1).
 *
 *     latents ─► post_quant_conv ─► conv_in ─► mid ─► stage × n ─► norm ─► silu ─► conv_out
 */
export function buildVaeDecoder(config: VaeConfig, weights: WeightSupply, options: VaeOptions): BuiltGraph {
  const part = vaeWeights(weights, 'decoder');
  const root = Graph.over(part, { ...precise(options, config), name: 'vae decoder' });
  const { latentChannels, imageChannels, channels, layers, groups } = config;
  const inmost = channels.at(-1)!;
  let x = root.input('latents', 'float', ['b', latentChannels, 'h', 'w']);
  if (options.latents === 'scaled') x = root.op('Mul', [x, root.floats([1 / config.scalingFactor], [])]);
  if (config.postQuantConv) x = pointwise(root.scope('post_quant_conv'), x, latentChannels);

  const graph = root.scope('decoder');
  x = conv(graph.scope('conv_in'), x, { inputs: latentChannels, outputs: inmost });
  x = middle(graph.scope('mid_block'), x, config);
  let inputs = inmost;
  for (const [i, outputs] of channels.toReversed().entries()) {
    const block = graph.scope('up_blocks', i);
    x = resnets(block, x, { inputs, outputs, count: layers + 1, groups, pixels: pixelsAt(config, -1 - i) });
    inputs = outputs;
    if (i < channels.length - 1) {
      const shape = { inputs: outputs, outputs, pixels: pixelsAt(config, -2 - i) };
      x = conv(block.scope('upsamplers', 0, 'conv'), upsample(block, x, null), shape);
    }
  }
  root.output('picture', finish(graph, x, { inputs, outputs: imageChannels, groups }), ['b', imageChannels, 'H', 'W']);
  return root.build();
}

/**
 * AutoencoderKL's encoder. Input `picture` (b, 3, fh, fw) in -1…1; output `moments` (b, 2c, h, w): the mean, then the
 * logarithm of the variance, not clamped and not scaled.
 *
 *     picture ─► conv_in ─► stage × n ─► mid ─► norm ─► silu ─► conv_out ─► quant_conv
 */
export function buildVaeEncoder(
  config: VaeConfig,
  weights: WeightSupply,
  options: Omit<VaeOptions, 'latents'>,
): BuiltGraph {
  const part = vaeWeights(weights, 'encoder');
  const root = Graph.over(part, { ...precise(options, config), name: 'vae encoder' });
  const { latentChannels, imageChannels, channels, layers, groups } = config;
  const graph = root.scope('encoder');
  let inputs = channels[0]!;
  let x = root.input('picture', 'float', ['b', imageChannels, 'H', 'W']);
  x = conv(graph.scope('conv_in'), x, { inputs: imageChannels, outputs: inputs });
  for (const [i, outputs] of channels.entries()) {
    const block = graph.scope('down_blocks', i);
    x = resnets(block, x, { inputs, outputs, count: layers, groups, pixels: pixelsAt(config, i) });
    inputs = outputs;
    if (i < channels.length - 1) {
      const pixels = pixelsAt(config, i + 1);
      const shape = { inputs: outputs, outputs, stride: 2, pads: [0, 0, 1, 1], pixels };
      x = conv(block.scope('downsamplers', 0, 'conv'), x, shape);
    }
  }
  x = middle(graph.scope('mid_block'), x, config);
  x = finish(graph, x, { inputs, outputs: 2 * latentChannels, groups });
  if (config.quantConv) x = pointwise(root.scope('quant_conv'), x, 2 * latentChannels);
  root.output('moments', x, ['b', 2 * latentChannels, 'h', 'w']);
  return root.build();
}

/** Options that keep a VAE whose activations exceed half precision in float32. */
export function precise<Options extends Omit<VaeOptions, 'latents'>>(options: Options, { exact }: VaeConfig): Options {
  return exact ? { ...options, precision: 'float32' } : options;
}

interface StageShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly count: number;
  readonly groups: number;
  readonly pixels: number;
}

/** Pixels of the usual picture at a stage, counted from the picture inwards; negative counts from the inmost. */
export function pixelsAt({ channels, sampleSize }: VaeConfig, stage: number): number {
  const depth = stage < 0 ? channels.length + stage : stage;
  return (sampleSize / 2 ** depth) ** 2;
}

function resnets(block: Graph, x: Value, { inputs, outputs, count, groups, pixels }: StageShape): Value {
  let current = x;
  for (let i = 0; i < count; i++) {
    const shape = { inputs: i === 0 ? inputs : outputs, outputs, groups, eps: EPS, time: null, pixels };
    current = resnet(block.scope('resnets', i), current, shape);
  }
  return current;
}

function middle(graph: Graph, x: Value, config: VaeConfig): Value {
  const { channels, groups, middleAttention } = config;
  const inmost = channels.at(-1)!;
  const shape = { inputs: inmost, outputs: inmost, groups, eps: EPS, time: null, pixels: pixelsAt(config, -1) };
  const first = resnet(graph.scope('resnets', 0), x, shape);
  const own = { inmost, groups, tokens: shape.pixels };
  const attended = middleAttention ? selfAttention(graph.scope('attentions', 0), first, own) : first;
  return resnet(graph.scope('resnets', 1), attended, shape);
}

/** One head over all pixels, of which the usual picture has `tokens` here: x + out(attention(norm(x))). */
export function selfAttention(
  graph: Graph,
  x: Value,
  { inmost, groups, tokens }: { readonly inmost: number; readonly groups: number; readonly tokens: number },
): Value {
  const normed = groupNorm(graph.scope('group_norm'), x, { channels: inmost, groups, eps: EPS });
  const asTokens = (image: Value) => graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  const pixels = asTokens(normed);
  const shape = { channels: inmost, heads: 1, contextWidth: inmost, biases: true, exact: true, tokens };
  const branch = attention(graph, { x: pixels, context: pixels }, shape);
  const sum = addSkip(graph, { branch, bias: attentionBias(graph, shape), trunk: asTokens(x) });
  return graph.layer('TokensAsPixels', { operands: { tokens: sum, like: x }, attributes: {} });
}

/** The last norm and convolution of this scope. */
export function finish(graph: Graph, x: Value, sizes: { inputs: number; outputs: number; groups: number }): Value {
  const { inputs, outputs, groups } = sizes;
  const normed = groupNorm(graph.scope('conv_norm_out'), x, { channels: inputs, groups, eps: EPS });
  return conv(graph.scope('conv_out'), silu(graph, normed), { inputs, outputs });
}

function pointwise(graph: Graph, x: Value, channels: number): Value {
  return conv(graph, x, { inputs: channels, outputs: channels, kernel: 1 });
}
