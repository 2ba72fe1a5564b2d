import type { AttentionAttributes, AttentionOperands } from '#renderer/engine/graph/ir/composites.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Attention as one operator. */
export function fusedAttention(
  graph: Emitter,
  { q, k, v, bias }: AttentionOperands<Value>,
  { heads, causal }: AttentionAttributes,
): Value {
  return graph.fused('MultiHeadAttention', [q, k, v, ...(bias ? [null, null, bias] : [])], {
    num_heads: heads,
    ...(causal ? { unidirectional: 1 } : {}),
  });
}

/** Multiply-adds of an attention that a processor does in less than a tenth of a second. */
const SLICE_PRODUCTS = 12e9;

/**
 * The same, of some queries after others where one operator would take long: ONNX Runtime stops a run between two
 * operators only. Queries don't look at each other, so that the result is the same.
 */
export function slicedAttention(
  graph: Emitter,
  operands: AttentionOperands<Value>,
  attributes: AttentionAttributes,
): Value {
  const { tokens = 0, causal } = attributes;
  const channels = operands.q.dims.at(-1);
  const products = typeof channels === 'number' ? 2 * tokens ** 2 * channels : 0;
  const count = Math.ceil(products / SLICE_PRODUCTS);
  if (count <= 1 || causal || operands.bias) return fusedAttention(graph, operands, attributes);
  const slices = slicesOf(graph, operands.q, count).map((q) => fusedAttention(graph, { ...operands, q }, attributes));
  return graph.op('Concat', slices, { axis: 1 });
}

/** Tokens (b, n, c) in so many parts of about the same length. */
function slicesOf(graph: Emitter, tokens: Value, count: number): readonly Value[] {
  const { sizes } = graph;
  const all = sizes.op('Shape', [tokens], { start: 1, end: 2 });
  const at = (i: number) => sizes.op('Div', [sizes.op('Mul', [all, graph.ints([i])]), graph.ints([count])]);
  return Array.from({ length: count }, (_, i) => graph.op('Slice', [tokens, at(i), at(i + 1), graph.ints([1])]));
}
