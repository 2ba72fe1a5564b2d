import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** `gelu_tanh` is the approximation by a tangent, which networks that come from JAX were trained with. */
export type GeluKind = 'gelu' | 'gelu_tanh';

/** Gaussian error linear units (https://arxiv.org/abs/1606.08415), exact or approximated. */
export function gelu(graph: Graph, x: Value, kind: GeluKind): Value {
  return kind === 'gelu' ? graph.op('Gelu', [x]) : geluByTangent(graph, x);
}

/** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))). */
function geluByTangent(graph: Graph, x: Value): Value {
  const times = (a: Value, factor: number) => graph.op('Mul', [a, graph.floats([factor], [])]);
  const cube = graph.op('Mul', [graph.op('Mul', [x, x]), x]);
  const inside = times(graph.op('Add', [x, times(cube, 0.044715)]), Math.sqrt(2 / Math.PI));
  const share = graph.op('Add', [graph.op('Tanh', [inside]), graph.floats([1], [])]);
  return graph.op('Mul', [times(x, 0.5), share]);
}
