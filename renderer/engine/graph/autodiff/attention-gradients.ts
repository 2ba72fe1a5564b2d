import { type Backward, type GradientRules, wholeOf } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Attention as one operator, whose softmax is reckoned again for some of the queries at a time. */
export const ATTENTION_GRADIENTS: GradientRules = { MultiHeadAttention: attention };

/** Products of queries and keys that are held at once, 64 MiB of float32. */
const PRODUCTS_MAX = 2 ** 24;

/** Stands for minus infinity where a token must not look. */
const HIDDEN = -10_000;

interface Heads {
  /** Queries, keys, values and the result's gradient, (b, heads, n, width). */
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
  readonly gradient: Value;
  /** Added to the products, (b or 1, heads or 1, n, m). */
  readonly bias: Value | null;
  readonly scale: number;
}

function attention(tape: Tape, { node, inputs, gradient, wants }: Backward): readonly (Value | null)[] {
  const [q, k, v] = inputs as [Value, Value, Value];
  const count = wholeOf(node, 'num_heads', 1);
  const [b, n, channels] = sidesOf(q) as [number, number, number];
  const m = sidesOf(k)[1]!;
  const heads = {
    q: apart(tape, q, count),
    k: apart(tape, k, count),
    v: apart(tape, v, count),
    gradient: apart(tape, gradient, count),
    bias: biasOf(tape, { node, given: inputs[5] ?? null, sides: [n, m] }),
    scale: 1 / Math.sqrt(channels / count),
  };
  const queries = Math.max(1, Math.floor(PRODUCTS_MAX / (b * count * m)));
  const parts = rangesOf(n, queries).map((range) => partOf(tape, heads, { range, of: n, wants }));
  const sum = (values: readonly (Value | null)[]) => {
    const given = values.filter((value) => value !== null);
    return given.length === 0
      ? null
      : together(
          tape,
          given.reduce((total, value) => tape.add(total, value)),
        );
  };
  const ofQueries = parts.map((part) => part.q).filter((value) => value !== null);
  const joined = ofQueries.length > 1 ? tape.op('Concat', ofQueries, { axis: 2 }) : ofQueries[0];
  return [joined ? together(tape, joined) : null, sum(parts.map((part) => part.k)), sum(parts.map((part) => part.v))];
}

interface Part {
  readonly range: readonly [from: number, to: number];
  readonly of: number;
  readonly wants: Backward['wants'];
}

/** The gradients that some of the queries give. */
function partOf(
  tape: Tape,
  { q, k, v, gradient, bias, scale }: Heads,
  { range: [from, to], of, wants }: Part,
): { readonly q: Value | null; readonly k: Value | null; readonly v: Value | null } {
  const some = (x: Value, axis: number) =>
    to - from === of || sidesOf(x)[axis] === 1 ? x : tape.slice(x, { from: [from], to: [to], axes: [axis] });
  const [queries, wanted] = [some(q, 2), some(gradient, 2)];
  const products = tape.scale(tape.op('MatMul', [queries, tape.turned(k)]), scale);
  const biased = bias ? tape.add(products, some(bias, bias.dims.length - 2)) : products;
  const shares = tape.op('Softmax', [biased], { axis: -1 });
  const weighed = tape.multiply(shares, tape.op('MatMul', [wanted, tape.turned(v)]));
  const level = tape.multiply(shares, tape.sum(weighed, [3]));
  const back = tape.scale(tape.subtract(weighed, level), scale);
  return {
    q: wants(0) ? tape.op('MatMul', [back, k]) : null,
    k: wants(1) ? tape.op('MatMul', [tape.turned(back), queries]) : null,
    v: wants(2) ? tape.op('MatMul', [tape.turned(shares), wanted]) : null,
  };
}

interface BiasOperands {
  readonly node: Backward['node'];
  readonly given: Value | null;
  readonly sides: readonly [queries: number, keys: number];
}

/** What is added to the products: the operand, and what hides later tokens. */
function biasOf(tape: Tape, { node, given, sides: [n, m] }: BiasOperands): Value | null {
  if (wholeOf(node, 'unidirectional', 0) === 0) return given;
  const later = Array.from({ length: n * m }, (_, i) => (i % m > Math.floor(i / m) ? HIDDEN : 0));
  const mask = tape.floats(later, node.outputs[0]!, [n, m]);
  return given ? tape.add(given, mask) : mask;
}

/** (b, n, heads·width) -> (b, heads, n, width) */
function apart(tape: Tape, tokens: Value, heads: number): Value {
  const [b, n, channels] = sidesOf(tokens) as [number, number, number];
  return tape.transpose(tape.reshape(tokens, [b, n, heads, channels / heads]), [0, 2, 1, 3]);
}

/** And back. */
function together(tape: Tape, heads: Value): Value {
  const [b, count, n, width] = sidesOf(heads) as [number, number, number, number];
  return tape.reshape(tape.transpose(heads, [0, 2, 1, 3]), [b, n, count * width]);
}

function rangesOf(count: number, most: number): (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(count / most) }, (_, i) => [i * most, Math.min(count, (i + 1) * most)]);
}
