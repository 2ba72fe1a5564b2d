import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { batchNorm, conv, upsample } from '#renderer/engine/graph/layers/layers.ts';

export interface ParseNetConfig {
  /** Of the square that it reads. */
  readonly side: number;
  /** Channels at each side, from the whole face inwards. */
  readonly channels: readonly number[];
  /** Residual blocks at the least side. */
  readonly blocks: number;
  /** Kinds of places: skin, eyes, hair …. */
  readonly classes: number;
}

const EXACT = { residency: 'prepacked', precision: 'float32' } as const;

/**
 * ParseNet of facexlib (https://github.com/xinntao/facexlib), by the published keys: what each place of a face is.
 * Input `face` (1, 3, side, side) in -1…1; output `places` (1, classes, side, side), the largest of which says it.
 *
 *     face ─► conv ─► [residual block ÷2] × n ─┬─► residual block × m ─(+)─► [residual block ×2] × n ─► conv ─► places
 *                                              └───────────────────────┘
 */
export function buildParseNet(
  { side, channels, blocks, classes }: ParseNetConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless' | 'residency' | 'precision'>,
): BuiltGraph {
  // It draws the face as well, which nobody needs here.
  const harmless = [/^out_img_conv\./];
  const root = Graph.over(weights, { ...options, ...EXACT, harmless, name: 'face parser' });
  const last = channels.length - 1;
  const face = root.input('face', 'float', [1, 3, side, side]);
  let x = layer(root.scope('encoder', 0), face, { inputs: 3, outputs: channels[0]! });
  for (let i = 1; i <= last; i++) {
    const shape = { inputs: channels[i - 1]!, outputs: channels[i]!, side: 'half' } as const;
    x = residualBlock(root.scope('encoder', i), x, shape);
  }
  const seen = x;
  const inmost = { inputs: channels[last]!, outputs: channels[last]! };
  for (let i = 0; i < blocks; i++) x = residualBlock(root.scope('body', i), x, inmost);
  x = root.op('Add', [seen, x]);
  for (let i = last; i > 0; i--) {
    const shape = { inputs: channels[i]!, outputs: channels[i - 1]!, side: 'double' } as const;
    x = residualBlock(root.scope('decoder', last - i), x, shape);
  }
  const places = layer(root.scope('out_mask_conv'), x, { inputs: channels[0]!, outputs: classes });
  root.output('places', places, [1, classes, side, side]);
  return root.build();
}

interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  /** What becomes of the sides; the same when left out. */
  readonly side?: 'half' | 'double';
  readonly isNormed?: boolean;
}

/** Beyond the edge the image is mirrored. What is normalised needs no bias. */
function layer(graph: Graph, image: Value, { inputs, outputs, side, isNormed = false }: LayerShape): Value {
  const large = side === 'double' ? upsample(graph, image, null) : image;
  const padded = graph.op('Pad', [large, graph.ints([0, 0, 1, 1, 0, 0, 1, 1])], { mode: 'reflect' });
  const shape = { inputs, outputs, stride: side === 'half' ? 2 : 1, pads: [0, 0, 0, 0], bias: !isNormed };
  const result = conv(graph.scope('conv2d'), padded, shape);
  return isNormed ? batchNorm(graph.scope('norm', 'norm'), result, { channels: outputs, eps: 1e-5 }) : result;
}

function residualBlock(graph: Graph, x: Value, shape: LayerShape): Value {
  const { outputs, side } = shape;
  const isSame = side === undefined && shape.inputs === outputs;
  const trunk = isSame ? x : layer(graph.scope('shortcut_func'), x, shape);
  const same = { inputs: outputs, outputs };
  // The sides grow in the first layer and shrink in the second.
  const [first, second] =
    side === 'half'
      ? [
          { ...shape, side: undefined },
          { ...same, side },
        ]
      : [shape, same];
  const { side: growing, ...rest } = first as LayerShape;
  const inner = layer(graph.scope('conv1'), x, { ...rest, ...(growing && { side: growing }), isNormed: true });
  const active = graph.op('LeakyRelu', [inner], { alpha: { float: 0.2 } });
  return graph.op('Add', [trunk, layer(graph.scope('conv2'), active, { ...second, isNormed: true })]);
}
