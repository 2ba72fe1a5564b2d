import { canBeEqual, type Dim } from '#renderer/engine/graph/ir/dims.ts';
import {
  expectEqual,
  expectOneType,
  expectRank,
  intOf,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';

/** The result of attention by queries (b, n, c), keys (b, m, c) and values (b, m, d); a bias (b|1, heads|1, n, m). */
export function attended(
  { q, k, v, bias }: { q: TensorType; k: TensorType; v: TensorType; bias: TensorType | null },
  heads: number,
): TensorType {
  const [b, n, width] = expectRank(q, 3, 'queries');
  const [keyBatch, m, keyWidth] = expectRank(k, 3, 'keys');
  const [valueBatch, values, outputs] = expectRank(v, 3, 'values');
  expectEqual(b!, expectEqual(keyBatch!, valueBatch!, 'samples'), 'samples');
  expectEqual(width!, keyWidth!, 'widths of queries and keys');
  expectEqual(m!, values!, 'numbers of keys and values');
  if (heads < 1 || (typeof width === 'number' && width % heads !== 0)) refuse('heads must divide channels');
  if (bias) expectBias(expectRank(bias, 4, 'its bias'), [b!, heads, n!, m!]);
  return { type: expectOneType(q, k, v, bias), dims: [b!, n!, outputs!] };
}

function expectBias(bias: readonly Dim[], products: readonly Dim[]): void {
  const fits = bias.every((dim, i) => (i < 2 && dim === 1) || canBeEqual(dim, products[i]!));
  if (!fits) refuse('its bias must be spread over the products of queries and keys');
}

/** Operands: queries, keys, values, and after two that are left out the bias. */
const multiHeadAttention: ShapeRule = (call) => {
  const [q, k, v, bias = null] = [operand(call, 0), operand(call, 1), operand(call, 2), call.inputs[5]];
  return [attended({ q, k, v, bias }, intOf(call, 'num_heads', 0))];
};

/** Attention, which is of ONNX Runtime's own set. */
export const ATTENTION_FUSED: Readonly<Record<string, ShapeRule>> = { MultiHeadAttention: multiHeadAttention };
