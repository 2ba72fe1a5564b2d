import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';

/** To the height and width of another image, or so many times as large; the middles of corner pixels stay (torch). */
export function byCorners(
  graph: Graph,
  image: Value,
  to: { readonly like: Value } | { readonly times: number },
): Value {
  const [, channels] = image.dims as readonly [unknown, number];
  const side = (value: Value) => graph.op('Shape', [value], { start: 2, end: 4 });
  const wanted = 'like' in to ? side(to.like) : graph.op('Mul', [side(image), graph.ints([to.times])]);
  const sizes = graph.op('Concat', [graph.ints([1, channels]), wanted], { axis: 0 });
  const attributes = { mode: 'linear', coordinate_transformation_mode: 'align_corners' };
  return graph.op('Resize', [image, null, null, sizes], attributes);
}

/** Published files have weights for what the first layer of the neck would be joined with; nothing is. */
export const FIRST_FUSION = /^neck\.fusion_stage\.layers\.0\.residual_layer1\./;

/** How stage i of four is brought to its size: 4 and 2 times as large, as it is, half as large. */
const FACTORS = [4, 2, 1, 0.5];

/** An image of a stage's features (1, width, h, w) in the stage's own channels and size. */
export function reassembled(
  graph: Graph,
  image: Value,
  { stage, width, channels }: { readonly stage: number; readonly width: number; readonly channels: number },
): Value {
  const x = conv(graph.scope('projection'), image, { inputs: width, outputs: channels, kernel: 1 });
  const factor = FACTORS[stage]!;
  const scope = graph.scope('resize');
  if (factor === 1) return x;
  if (factor < 1) return conv(scope, x, { inputs: channels, outputs: channels, stride: 2 });
  const operands = [x, scope.weight('weight', [channels, channels, factor, factor]), scope.weight('bias', [channels])];
  return graph.op('ConvTranspose', operands, { kernel_shape: [factor, factor], strides: [factor, factor] });
}

/**
 * The neck of DPT (https://arxiv.org/abs/2103.13413): features of four stages, coarsest last, become one image.
 *
 *     stage 4 ─► layer 0 ─► (+ stage 3) ─► layer 1 ─► (+ stage 2) ─► layer 2 ─► (+ stage 1) ─► layer 3
 *
 * Each layer's result has the size of the next stage, or twice its own where `toStages` is false, as after the last one.
 */
export function fused(
  neck: Graph,
  stages: readonly Value[],
  {
    channels,
    width,
    toStages,
  }: { readonly channels: readonly number[]; readonly width: number; readonly toStages: boolean },
): Value {
  const images = stages.map((stage, i) => {
    return conv(neck.scope('convs', i), stage, { inputs: channels[i]!, outputs: width, bias: false });
  });
  let x: Value | null = null;
  for (const [i, image] of images.toReversed().entries()) {
    const layer = neck.scope('fusion_stage', 'layers', i);
    const sum: Value = x ? neck.op('Add', [x, residual(layer.scope('residual_layer1'), image, width)]) : image;
    const seen = residual(layer.scope('residual_layer2'), sum, width);
    const next = images[images.length - 2 - i];
    const large = byCorners(neck, seen, toStages && next ? { like: next } : { times: 2 });
    x = conv(layer.scope('projection'), large, { inputs: width, outputs: width, kernel: 1 });
  }
  return x!;
}

/** Rectified before each of its convolutions. */
function residual(graph: Graph, x: Value, width: number): Value {
  const shape = { inputs: width, outputs: width };
  const first = conv(graph.scope('convolution1'), graph.op('Relu', [x]), shape);
  return conv(graph.scope('convolution2'), graph.op('Relu', [first]), { ...shape, residual: x });
}
