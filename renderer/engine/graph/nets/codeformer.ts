import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { codeTransformer } from '#renderer/engine/graph/layers/code-transformer.ts';
import { conv, groupNorm } from '#renderer/engine/graph/layers/layers.ts';
import {
  adaptStatistics,
  doubledImage,
  fuseFeatures,
  halvedImage,
  pixelAttention,
  plainResnet,
} from '#renderer/engine/graph/layers/restoring.ts';

/** Pixels of the square face that it reads and gives. */
export const FACE_SIDE = 512;

/** The side at which its encoder and generator attend to all places. */
const ATTENDED_SIDE = 16;

export interface CodeFormerConfig {
  /** Channels at each side, from the whole face inwards. */
  readonly channels: readonly number[];
  /** ResNet blocks at each side. */
  readonly blocks: number;
  /** Numbers of a code, and how many codes there are. */
  readonly codeWidth: number;
  readonly codes: number;
  /** Of the transformer that chooses codes. */
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Sides at which what was seen is mixed into what is drawn. */
  readonly fused: readonly number[];
}

interface CodeFormerOptions extends Omit<GraphOptions, 'name' | 'harmless' | 'precision'> {
  /** Whether codes get the means and spreads of what was seen, as the published program has it; true when left out. */
  readonly adapts?: boolean;
}

/**
 * CodeFormer (https://arxiv.org/abs/2206.11253), by the published keys: a face as the nearest row of codes out of a
 * book, drawn anew from them, and brought nearer to what was given by `fidelity`.
 *
 *     face ─► encoder ─► transformer ─► best codes ─► (means and spreads of what was seen) ─► generator ─► restored
 *                └────────────── what was seen, × fidelity, at each of the sides `fused` ────────┘
 *
 * Inputs `face` (1, 3, 512, 512) in -1…1 and `fidelity` (1), 0 … 1; outputs `restored` (1, 3, 512, 512), not clamped,
 * `features` (1, code width, 16, 16) and `logits` (1, 256, codes). Always in float32: a code that flips is another face.
 */
export function buildCodeFormer(
  config: CodeFormerConfig,
  weights: WeightSupply,
  { adapts = true, ...options }: CodeFormerOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, precision: 'float32', name: 'face restorer' });
  const face = root.input('face', 'float', [1, 3, FACE_SIDE, FACE_SIDE]);
  const fidelity = root.input('fidelity', 'float', [1]);
  const seen = new Map<number, Value>();
  const features = encode(root.scope('encoder'), face, { config, seen });
  const { chosen, logits } = codeTransformer(root, features, config);
  const codes = adapts ? adaptStatistics(root, chosen, features) : chosen;
  const restored = generate(root, codes, { config, seen, fidelity });
  root.output('restored', restored, [1, 3, FACE_SIDE, FACE_SIDE]);
  root.output('features', features, [1, config.codeWidth, ATTENDED_SIDE, ATTENDED_SIDE]);
  root.output('logits', logits, [1, ATTENDED_SIDE ** 2, config.codes]);
  return root.build();
}

interface Encoding {
  readonly config: CodeFormerConfig;
  /** What was seen at each side, filled here. */
  readonly seen: Map<number, Value>;
}

/** Blocks are numbered through in the published keys, whatever they are. */
function numbered(graph: Graph): () => Graph {
  let next = 0;
  return () => graph.scope('blocks', next++);
}

function encode(graph: Graph, face: Value, { config, seen }: Encoding): Value {
  const { channels, blocks, codeWidth } = config;
  const block = numbered(graph);
  let inputs = channels[0]!;
  let x = conv(block(), face, { inputs: 3, outputs: inputs });
  let side = FACE_SIDE;
  for (const [i, outputs] of channels.entries()) {
    for (let j = 0; j < blocks; j++) {
      x = plainResnet(block(), x, { inputs, outputs });
      if (side === ATTENDED_SIDE) x = pixelAttention(block(), x, outputs);
      inputs = outputs;
    }
    seen.set(side, x);
    if (i === channels.length - 1) break;
    x = halvedImage(block(), x, outputs);
    side /= 2;
  }
  x = middle(block, x, inputs);
  x = groupNorm(block(), x, { channels: inputs, groups: 32, eps: 1e-6 });
  return conv(block(), x, { inputs, outputs: codeWidth });
}

function middle(block: () => Graph, x: Value, channels: number): Value {
  const shape = { inputs: channels, outputs: channels };
  const first = plainResnet(block(), x, shape);
  const attended = pixelAttention(block(), first, channels);
  return plainResnet(block(), attended, shape);
}

interface Generation extends Encoding {
  readonly fidelity: Value;
}

function generate(root: Graph, codes: Value, { config, seen, fidelity }: Generation): Value {
  const { channels, blocks, codeWidth, fused } = config;
  const block = numbered(root.scope('generator'));
  let inputs = channels.at(-1)!;
  let x = middle(block, conv(block(), codes, { inputs: codeWidth, outputs: inputs }), inputs);
  let side = ATTENDED_SIDE;
  for (const [i, outputs] of [...channels.entries()].toReversed()) {
    for (let j = 0; j < blocks; j++) {
      x = plainResnet(block(), x, { inputs, outputs });
      if (side === ATTENDED_SIDE) x = pixelAttention(block(), x, outputs);
      inputs = outputs;
      if (j > 0 || !fused.includes(side)) continue;
      const scope = root.scope('fuse_convs_dict', side);
      x = fuseFeatures(scope, { seen: seen.get(side)!, drawn: x }, { channels: outputs, share: fidelity });
    }
    if (i === 0) break;
    x = doubledImage(block(), x, outputs);
    side *= 2;
  }
  x = groupNorm(block(), x, { channels: inputs, groups: 32, eps: 1e-6 });
  return conv(block(), x, { inputs, outputs: 3 });
}
