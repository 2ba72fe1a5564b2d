import { planarShape } from '#renderer/engine/graph/dialects/image-layout.ts';
import { perChannel } from '#renderer/engine/graph/dialects/products.ts';
import type { LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Group normalisation of images (b, c, h, w), in operators that every provider has. */
export const PLANAR_NORMS: Pick<LoweringRules, 'GroupNorm' | 'NormSilu'> = {
  GroupNorm: groupNorm,
  NormSilu: (graph, operands, attributes) => silu(graph, groupNorm(graph, operands, attributes)),
};

function groupNorm(
  graph: Emitter,
  { image, weight, bias }: { image: Value; weight: Value; bias: Value },
  { groups, eps }: { groups: number; eps: number },
): Value {
  const [scale, shift] = [perChannel(graph, weight, 2), perChannel(graph, bias, 2)];
  const normed = instanceNorm(graph, image, { groups, eps });
  return graph.op('Add', [graph.op('Mul', [normed, scale]), shift]);
}

/** Normalises groups of channels by treating each as one channel of an instance normalisation. */
function instanceNorm(graph: Emitter, image: Value, { groups, eps }: { groups: number; eps: number }): Value {
  const grouped = graph.op('Reshape', [image, graph.ints([0, groups, -1])]);
  const ones = graph.floats(Array.from({ length: groups }, () => 1));
  const zeros = graph.floats(Array.from({ length: groups }, () => 0));
  const normed = graph.op('InstanceNormalization', [grouped, ones, zeros], { epsilon: { float: eps } });
  const channels = image.dims[1] as number;
  return graph.op('Reshape', [normed, planarShape(graph, { like: image, channels })]);
}

/** x · sigmoid(x) (SiLU). */
export function silu(graph: Emitter, x: Value): Value {
  return graph.fused('QuickGelu', [x], { alpha: { float: 1 } });
}

/** A residual and the layer normalisation after it in one operator. */
export const skipNormFused: LoweringRules['SkipNorm'] = (graph, operands, { eps }) => {
  const { branch, trunk, branchBias, weight, bias } = operands;
  const skip = { op: 'SkipLayerNormalization', domain: 'com.microsoft' } as const;
  const [normed, sum] = graph.many(skip, [branch, trunk, weight, bias, branchBias], {
    outputs: [true, false, false, true],
    attributes: { epsilon: { float: eps } },
  });
  return [normed!, sum!];
};

/** The same apart. */
export const skipNormInParts: LoweringRules['SkipNorm'] = (graph, operands, { eps }) => {
  const { branch, trunk, branchBias, weight, bias } = operands;
  const sum = graph.op('Add', [graph.op('Add', [branch, branchBias]), trunk]);
  return [graph.op('LayerNormalization', [sum, weight, bias], { axis: -1, epsilon: { float: eps } }), sum];
};
