import type { Dialect, LoweringRule } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Stands for minus infinity where a token must not look. */
const HIDDEN = -10_000;

/** A dialect with attention in standard operators, for providers whose fused kernel is wrong; float32 only. */
export function withPlainAttention(dialect: Dialect): Dialect {
  return { ...dialect, rules: { ...dialect.rules, Attention: plainAttention } };
}

/**
 * What MultiHeadAttention computes, in standard operators: softmax(q·kᵀ/√d)·v per head, tokens (b, n, heads·d). It holds
 * all products of queries and keys at once.
 */
export const plainAttention: LoweringRule<'Attention'> = (graph, { q, k, v, bias }, { heads, causal }) => {
  const channels = q.dims[2] as number;
  const apart = (tokens: Value, perm: readonly number[]) =>
    graph.op('Transpose', [graph.op('Reshape', [tokens, graph.ints([0, 0, heads, -1])])], { perm });
  const scaled = graph.op('Mul', [q, graph.floats([1 / Math.sqrt(channels / heads)], [])]);
  let products = graph.op('MatMul', [apart(scaled, [0, 2, 1, 3]), apart(k, [0, 2, 3, 1])]);
  if (bias) products = graph.op('Add', [products, bias]);
  if (causal) products = graph.op('Add', [products, laterTokens(graph, q)]);
  const mixed = graph.op('MatMul', [graph.op('Softmax', [products], { axis: -1 }), apart(v, [0, 2, 1, 3])]);
  const together = graph.op('Transpose', [mixed], { perm: [0, 2, 1, 3] });
  return graph.op('Reshape', [together, graph.ints([0, 0, channels])]);
};

/** (n, n) with HIDDEN above the diagonal. */
function laterTokens(graph: Emitter, q: Value): Value {
  const count = graph.op('Shape', [q], { start: 1, end: 2 });
  const all = graph.op('Expand', [graph.floats([HIDDEN], [1, 1]), graph.op('Concat', [count, count], { axis: 0 })]);
  return graph.op('Trilu', [all, graph.ints([1], [])], { upper: 1 });
}
