import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, upsample } from '#renderer/engine/graph/layers/layers.ts';

const LATENT_CHANNELS = 4;

/** The published size. Three stages double the picture's sides, the last gives the picture. */
const PUBLISHED: Size = { channels: 64, blocks: [3, 3, 3, 1] };

/** Each half is a network of its own. */
const ENCODER = [/^encoder\./];
const DECODER = [/^decoder\./];

/**
 * TAESD's decoder (https://github.com/madebyollin/taesd), diffusers' AutoencoderTiny: a fast stand-in for the VAE.
 * Input `latents` (b, 4, h, w) as the UNet sees them; output `picture` (b, 3, 8h, 8w) in about -1…1, not clamped.
 *
 *     3·tanh(x/3) ─► conv ─► relu ─► [block × 3 ─► upsample ─► conv] × 3 ─► block ─► conv ─► ·2 - 1
 *
 * Layers are numbered as in the file, where activations and upsamplers count too. How wide it is and how many blocks
 * its stages have is found from the weights; drawn above is the published size.
 */
export function buildTaesdDecoder(weights: WeightSupply, options: TaesdOptions): BuiltGraph {
  // 5 MB in float32, and the blocked layout wants them as constants.
  const kept = { ...options, residency: 'prepacked' } as const;
  const root = Graph.over(weights, { ...kept, name: 'tiny vae decoder', harmless: ENCODER });
  const layers = root.scope('decoder', 'layers');
  const latents = root.input('latents', 'float', ['b', LATENT_CHANNELS, 'h', 'w']);
  const third = root.op('Mul', [latents, root.floats([1 / 3], [])]);
  const clamped = root.op('Mul', [root.op('Tanh', [third]), root.floats([3], [])]);

  const { channels, blocks: stages } = sizeOf(weights);
  let x = root.op('Relu', [conv(layers.scope(0), clamped, { inputs: LATENT_CHANNELS, outputs: channels })]);
  let layer = 2;
  for (const [stage, blocks] of stages.entries()) {
    for (let i = 0; i < blocks; i++) x = block(layers.scope(layer++), x, channels);
    const isLast = stage === stages.length - 1;
    if (!isLast) {
      x = upsample(root, x, null);
      layer++;
    }
    x = conv(layers.scope(layer++), x, { inputs: channels, outputs: isLast ? 3 : channels, bias: isLast });
  }
  const doubled = root.op('Mul', [x, root.floats([2], [])]);
  root.output('picture', root.op('Sub', [doubled, root.floats([1], [])]), ['b', 3, 'H', 'W']);
  return { ...root.build(), optimisation: 'all' };
}

/**
 * TAESD's encoder. Input `picture` (b, 3, H, W) in -1…1, output `latents` (b, 4, h, w) as the UNet sees them: no
 * distribution, and scaled already.
 *
 *     (x + 1)/2 ─► conv ─► block ─► [conv, stride 2 ─► block × 3] × 3 ─► conv
 */
export function buildTaesdEncoder(weights: WeightSupply, options: TaesdOptions): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'tiny vae encoder', harmless: DECODER });
  const layers = root.scope('encoder', 'layers');
  const picture = root.input('picture', 'float', ['b', 3, 'H', 'W']);
  const shifted = root.op('Add', [picture, root.floats([1], [])]);

  const { channels, blocks: stages } = encoderSize(weights);
  let x = root.op('Mul', [shifted, root.floats([0.5], [])]);
  let layer = 0;
  for (const [stage, blocks] of stages.entries()) {
    const sizes = stage === 0 ? { inputs: 3, outputs: channels } : { inputs: channels, outputs: channels };
    x = conv(layers.scope(layer++), x, { ...sizes, ...(stage > 0 && { stride: 2, bias: false }) });
    for (let i = 0; i < blocks; i++) x = block(layers.scope(layer++), x, channels);
  }
  x = conv(layers.scope(layer), x, { inputs: channels, outputs: LATENT_CHANNELS });
  root.output('latents', x, ['b', LATENT_CHANNELS, 'h', 'w']);
  return { ...root.build(), optimisation: 'all' };
}

/** Its weights are few, so where they live is no question. */
export type TaesdOptions = Omit<GraphOptions, 'name' | 'harmless' | 'residency'>;

interface Size {
  readonly channels: number;
  /** Per stage, from the latents outwards. */
  readonly blocks: readonly number[];
}

/** What the decoder's names and shapes say; the published size where they say nothing. */
function sizeOf(weights: WeightSupply): Size {
  const channels = channelsOf(weights, 'decoder.layers.0.weight');
  if (channels === null) return PUBLISHED;
  const blocks: number[] = [];
  for (let layer = 2; ; ) {
    const count = blocksFrom(weights, `decoder.layers`, layer);
    blocks.push(count);
    // After the blocks: the upsampler and a convolution, or in the last stage the convolution at once.
    const isLast = weights.has(`decoder.layers.${layer + count}.weight`);
    if (isLast || blocks.length === STAGES_MAX) return { channels, blocks };
    layer += count + 2;
  }
}

/** The same of the encoder, from the picture inwards. */
function encoderSize(weights: WeightSupply): Size {
  const channels = channelsOf(weights, 'encoder.layers.0.weight');
  if (channels === null) return { ...PUBLISHED, blocks: PUBLISHED.blocks.toReversed() };
  const blocks: number[] = [];
  let layer = 1;
  while (blocks.length < STAGES_MAX) {
    const count = blocksFrom(weights, `encoder.layers`, layer);
    if (count === 0) break;
    blocks.push(count);
    layer += count + 1;
  }
  return { channels, blocks };
}

/** More than any tiny autoencoder has; a file cannot make it go on for ever. */
const STAGES_MAX = 16;

function channelsOf(weights: WeightSupply, first: string): number | null {
  return (weights.has(first) ? weights.get(first, [])?.shape[0] : null) ?? null;
}

function blocksFrom(weights: WeightSupply, layers: string, first: number): number {
  let count = 0;
  while (weights.has(`${layers}.${first + count}.conv.0.weight`)) count++;
  return count;
}

/** relu(conv ─► relu ─► conv ─► relu ─► conv + x). */
function block(graph: Graph, x: Value, channels: number): Value {
  const sizes = { inputs: channels, outputs: channels };
  const first = graph.op('Relu', [conv(graph.scope('conv', 0), x, sizes)]);
  const second = graph.op('Relu', [conv(graph.scope('conv', 2), first, sizes)]);
  return graph.op('Relu', [conv(graph.scope('conv', 4), second, { ...sizes, residual: x })]);
}
