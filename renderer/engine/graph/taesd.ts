import type { BuiltGraph } from '#renderer/engine/graph/built-graph.ts';
import { Graph, type GraphOptions, type Value, type WeightSupply } from '#renderer/engine/graph/graph.ts';
import { conv, upsample } from '#renderer/engine/graph/layers.ts';

/** The published size; AutoencoderTiny's other settings have never been used for these families. */
const CHANNELS = 64;
const LATENT_CHANNELS = 4;
const BLOCKS = [3, 3, 3, 1] as const;

/** The encoder half is read by nobody. */
const HARMLESS = [/^encoder\./];

/**
 * TAESD's decoder (https://github.com/madebyollin/taesd), diffusers' AutoencoderTiny: a fast stand-in for the VAE. Input
 * `latents` (b, 4, h, w) as the UNet sees them; output `picture` (b, 3, 8h, 8w) in about -1…1, not clamped.
 *
 *     3·tanh(x/3) ─► conv ─► relu ─► [block × 3 ─► upsample ─► conv] × 3 ─► block ─► conv ─► ·2 - 1
 *
 * Layers are numbered as in the file, where activations and upsamplers count too.
 */
export function buildTaesdDecoder(weights: WeightSupply, options: Omit<GraphOptions, 'name' | 'harmless'>): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'tiny vae decoder', harmless: HARMLESS });
  const layers = root.scope('decoder', 'layers');
  const latents = root.input('latents', 'float', ['b', LATENT_CHANNELS, 'h', 'w']);
  const third = root.op('Mul', [latents, root.floats([1 / 3], [])]);
  const clamped = root.op('Mul', [root.op('Tanh', [third]), root.floats([3], [])]);

  let x = root.op('Relu', [conv(layers.scope(0), clamped, { inputs: LATENT_CHANNELS, outputs: CHANNELS })]);
  let layer = 2;
  for (const [stage, blocks] of BLOCKS.entries()) {
    for (let i = 0; i < blocks; i++) x = block(layers.scope(layer++), x);
    const isLast = stage === BLOCKS.length - 1;
    if (!isLast) {
      x = upsample(root, x, null);
      layer++;
    }
    x = conv(layers.scope(layer++), x, { inputs: CHANNELS, outputs: isLast ? 3 : CHANNELS, bias: isLast });
  }
  const doubled = root.op('Mul', [x, root.floats([2], [])]);
  root.output('picture', root.op('Sub', [doubled, root.floats([1], [])]), ['b', 3, 'H', 'W']);
  return root.build();
}

/** relu(conv ─► relu ─► conv ─► relu ─► conv + x). */
function block(graph: Graph, x: Value): Value {
  const sizes = { inputs: CHANNELS, outputs: CHANNELS };
  const first = graph.op('Relu', [conv(graph.scope('conv', 0), x, sizes)]);
  const second = graph.op('Relu', [conv(graph.scope('conv', 2), first, sizes)]);
  return graph.op('Relu', [conv(graph.scope('conv', 4), second, { ...sizes, residual: x })]);
}
