import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import {
  gateByHalvesRule,
  linearRule,
  type MatrixProducts,
  planarProductRules,
} from '#renderer/engine/graph/dialects/products.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/**
 * One operator each: MatMul takes tokens of any rank, but no weight that lies as (out, in), so weights are turned once,
 * when the session opens. Gemm would turn them, and takes rows alone: around it stand four operators that bring tokens
 * there and back.
 */
const PRODUCTS: MatrixProducts = {
  turnsWeights: true,
  linear: (graph, { tokens, weight }) => graph.op('MatMul', [tokens, weight]),
  ofPlanar: (graph, { image, weight }) => graph.op('MatMul', [turned(graph, image), weight]),
  toPlanar: (graph, { tokens, weight }) => turned(graph, graph.op('MatMul', [tokens, weight])),
};

/** (b, m, n) -> (b, n, m). */
function turned(graph: Emitter, value: Value): Value {
  return graph.op('Transpose', [value], { perm: [0, 2, 1] });
}

/** The portable operators, with products in as few of them as possible. */
export const webgpuDialect: Dialect = {
  ...portableDialect,
  rules: {
    ...portableDialect.rules,
    ...planarProductRules(PRODUCTS),
    Linear: linearRule(PRODUCTS),
    Gate: gateByHalvesRule(PRODUCTS),
  },
};
