import type { ImageLayout, LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

const NEAREST = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' };

/** (b, c, h, w), as torch has it. */
export const planar: ImageLayout = {
  channelAxis: 1,
  fromPlanar: (_, image) => image,
  toPlanar: (_, image) => image,
};

/** (b, h, w, c): how tensor cores want convolutions; an image is a row of tokens already. */
export const interleaved: ImageLayout = {
  channelAxis: 3,
  fromPlanar: (graph, image) => graph.op('Transpose', [image], { perm: [0, 2, 3, 1] }),
  toPlanar: (graph, image) => graph.op('Transpose', [image], { perm: [0, 3, 1, 2] }),
};

type Moves = Pick<LoweringRules, 'PixelsAsTokens' | 'TokensAsPixels' | 'FramesAsRows' | 'RowsAsFrames' | 'Upsample'>;

/** Composites that only move pixels, on images (b, c, h, w). */
export const PLANAR_MOVES: Moves = {
  PixelsAsTokens: (graph, { image }) => graph.op('Transpose', [flattenPlanar(graph, image)], { perm: [0, 2, 1] }),
  TokensAsPixels: (graph, { tokens, like }) =>
    graph.op('Reshape', [graph.op('Transpose', [tokens], { perm: [0, 2, 1] }), graph.op('Shape', [like])]),
  FramesAsRows: (graph, { image }) =>
    asOne(graph, graph.op('Transpose', [flattenPlanar(graph, image)], { perm: [1, 0, 2] })),
  RowsAsFrames(graph, { image, like }) {
    const frames = graph.op('Transpose', [graph.op('Squeeze', [image, graph.ints([0])])], { perm: [1, 0, 2] });
    return graph.op('Reshape', [frames, planarShape(graph, { like, channels: image.dims[1] as number })]);
  },
  Upsample: (graph, { image, like }) =>
    like
      ? resized(graph, image, [sizes(graph, image, [0, 2]), graph.sizes.of(like)])
      : doubled(graph, image, [1, 1, 2, 2]),
};

/** The same on images (b, h, w, c). */
export const INTERLEAVED_MOVES: Moves = {
  PixelsAsTokens: (graph, { image }) => flattenInterleaved(graph, image),
  TokensAsPixels: (graph, { tokens, like }) => graph.op('Reshape', [tokens, graph.op('Shape', [like])]),
  FramesAsRows: (graph, { image }) => asOne(graph, flattenInterleaved(graph, image)),
  RowsAsFrames(graph, { image, like }) {
    const channels = graph.ints([image.dims[3] as number]);
    return graph.op('Reshape', [image, graph.op('Concat', [sizes(graph, like, [0, 3]), channels], { axis: 0 })]);
  },
  Upsample(graph, { image, like }) {
    if (!like) return doubled(graph, image, [1, 2, 2, 1]);
    const inner = sizes(graph, like, [1, 3]);
    return resized(graph, image, [sizes(graph, image, [0, 1]), inner, sizes(graph, image, [3, 4])]);
  },
};

/** (…) -> (1, …) */
function asOne(graph: Emitter, value: Value): Value {
  return graph.op('Unsqueeze', [value, graph.ints([0])]);
}

/** (b, c, h, w) -> (b, c, h·w) */
export function flattenPlanar(graph: Emitter, image: Value): Value {
  return graph.op('Reshape', [image, graph.ints([0, 0, -1])]);
}

/** (b, h, w, c) -> (b, h·w, c) */
export function flattenInterleaved(graph: Emitter, image: Value): Value {
  return graph.op('Reshape', [image, graph.ints([0, -1, image.dims[3] as number])]);
}

/** The dimensions of an image (b, channels, h, w) of the size of another. */
export function planarShape(graph: Emitter, { like, channels }: { like: Value; channels: number }): Value {
  return graph.sizes.op('Concat', [graph.ints([0, channels]), graph.sizes.of(like)], { axis: 0 });
}

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
