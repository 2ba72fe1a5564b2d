import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { linear } from '#renderer/engine/graph/layers/layers.ts';
import type { SamDecoderConfig } from '#renderer/engine/graph/nets/sam-config.ts';

/** What a point of a prompt is, by its place in `marks`. */
export const MARKS = { none: 0, outside: 1, inside: 2, topLeft: 3, bottomRight: 4 } as const;

/** What each point of the prompt becomes, (b, n, channels): its place in waves, and what it is. */
export function promptTokens(root: Graph, { channels }: SamDecoderConfig): Value {
  const graph = root.scope('prompt_encoder');
  const places = root.input('places', 'float', ['b', 'n', 2]);
  const marks = root.input('marks', 'float', ['b', 'n', 5]);
  const table = graph.op(
    'Concat',
    [
      graph.scope('not_a_point_embed').weight('weight', [1, channels]),
      ...[0, 1, 2, 3].map((i) => graph.scope('point_embeddings', i).weight('weight', [1, channels])),
    ],
    { axis: 0 },
  );
  const first = [graph.ints([0]), graph.ints([1]), graph.ints([2])];
  const isNone = graph.op('Slice', [marks, ...first]);
  const isPoint = graph.op('Sub', [graph.floats([1]), isNone]);
  const placed = graph.op('Mul', [waves(graph, places, { channels, isEarly: false }), isPoint]);
  return graph.op('Add', [placed, graph.op('MatMul', [marks, table])]);
}

/** What tells the picture's pixels apart, (1, grid², channels). */
export function wholePicture(root: Graph, { grid, channels }: SamDecoderConfig): Value {
  const at = (i: number) => (2 * (i + 0.5)) / grid - 1;
  const places = Array.from({ length: grid * grid }, (_, i) => [at(i % grid), at(Math.floor(i / grid))]).flat();
  const graph = root.scope('prompt_encoder');
  return waves(graph, graph.floats(places, [1, grid * grid, 2]), { channels, isEarly: true });
}

/** Random frequencies (https://arxiv.org/abs/2006.10739): sine and cosine of places times a matrix. */
function waves(
  graph: Graph,
  places: Value,
  { channels, isEarly }: { readonly channels: number; readonly isEarly: boolean },
): Value {
  const on = isEarly ? graph.preparing() : graph;
  const matrix = graph.scope('pe_layer').weight('positional_encoding_gaussian_matrix', [2, channels / 2]);
  const turns = on.op('Mul', [on.op('MatMul', [places, matrix]), on.floats([2 * Math.PI], [])]);
  return on.op('Concat', [on.op('Sin', [turns]), on.op('Cos', [turns])], { axis: 2 });
}

/** Attention with projections of its own width, (b, t, channels) of queries, keys and values of any number. */
export function crossing(
  graph: Graph,
  { q, k, v }: { readonly q: Value; readonly k: Value; readonly v: Value },
  { channels, width, heads }: { readonly channels: number; readonly width: number; readonly heads: number },
): Value {
  const project = (name: string, x: Value) => linear(graph.scope(name), x, { inputs: channels, outputs: width });
  const operands = { q: project('q_proj', q), k: project('k_proj', k), v: project('v_proj', v), bias: null };
  const mixed = graph.layer('Attention', { operands, attributes: { heads, causal: false } });
  return linear(graph.scope('out_proj'), mixed, { inputs: width, outputs: channels });
}
