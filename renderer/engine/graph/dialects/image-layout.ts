import type { ImageLayout } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

const NEAREST = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' };

/** (b, c, h, w), as torch has it. */
export const planar: ImageLayout = {
  channelAxis: 1,
  fromPlanar: (_, image) => image,
  toPlanar: (_, image) => image,
  flatten: (graph, image) => graph.op('Reshape', [image, graph.ints([0, 0, -1])]),
  shapeOf: (graph, image, channels) =>
    graph.sizes.op('Concat', [graph.ints([0, channels]), graph.sizes.of(image)], { axis: 0 }),
  perSample: (graph, rows) => graph.op('Unsqueeze', [rows, graph.ints([2, 3])]),
  toTokens: (graph, image, channels) =>
    graph.op('Transpose', [planar.flatten(graph, image, channels)], { perm: [0, 2, 1] }),
  fromTokens: (graph, tokens, like) =>
    graph.op('Reshape', [graph.op('Transpose', [tokens], { perm: [0, 2, 1] }), graph.op('Shape', [like])]),
  upsample(graph, image, like) {
    if (!like) return doubled(graph, image, [1, 1, 2, 2]);
    return graph.sizes.same(resized(graph, image, [sizes(graph, image, [0, 2]), graph.sizes.of(like)]), like);
  },
};

/** (b, h, w, c): how tensor cores want convolutions; an image is a row of tokens already. */
export const interleaved: ImageLayout = {
  channelAxis: 3,
  fromPlanar: (graph, image) => graph.op('Transpose', [image], { perm: [0, 2, 3, 1] }),
  toPlanar: (graph, image) => graph.op('Transpose', [image], { perm: [0, 3, 1, 2] }),
  flatten: (graph, image, channels) => graph.op('Reshape', [image, graph.ints([0, -1, channels])]),
  shapeOf: (graph, image) => graph.op('Shape', [image]),
  perSample: (graph, rows) => graph.op('Unsqueeze', [rows, graph.ints([1, 2])]),
  toTokens: (graph, image, channels) => interleaved.flatten(graph, image, channels),
  fromTokens: (graph, tokens, like) => graph.op('Reshape', [tokens, graph.op('Shape', [like])]),
  upsample(graph, image, like) {
    if (!like) return doubled(graph, image, [1, 2, 2, 1]);
    const inner = sizes(graph, like, [1, 3]);
    return resized(graph, image, [sizes(graph, image, [0, 1]), inner, sizes(graph, image, [3, 4])]);
  },
};

/** Scales are float32 whatever the image is. */
function doubled(graph: Emitter, image: Value, scales: readonly number[]): Value {
  return graph.op('Resize', [image, null, graph.exact().floats(scales)], NEAREST);
}

function resized(graph: Emitter, image: Value, parts: readonly Value[]): Value {
  return graph.op('Resize', [image, null, null, graph.op('Concat', parts, { axis: 0 })], NEAREST);
}

function sizes(graph: Emitter, image: Value, [start, end]: readonly [number, number]): Value {
  return graph.op('Shape', [image], { start, end });
}
