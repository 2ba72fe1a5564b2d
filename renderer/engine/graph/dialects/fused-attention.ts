import type { LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';

/** Attention as one operator. */
export const fusedAttention: LoweringRules['Attention'] = (graph, { q, k, v, bias }, { heads, causal }) =>
  graph.fused('MultiHeadAttention', [q, k, v, ...(bias ? [null, null, bias] : [])], {
    num_heads: heads,
    ...(causal ? { unidirectional: 1 } : {}),
  });
