import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';
import { readModel } from '#test/renderer/engine/graph/ir/read-model.ts';

const [channels, heads] = [24, 4];
const feeds = {
  q: input('in:q', [2, 9, channels]),
  k: input('in:k', [2, 9, channels]),
  v: input('in:v', [2, 9, channels]),
};
const bias = input('in:bias', [1, heads, 9, 9]);

/** Attention as one dialect spells it. */
async function attend(dialect: Dialect, options: { readonly causal: boolean; readonly biased: boolean }) {
  const graph = Graph.over(new Map(), { name: 'attention', dialect, residency: 'mapped' });
  const [q, k, v] = Object.keys(feeds).map((name) => graph.input(name, 'float', ['b', 'n', channels]));
  const extra = options.biased ? graph.input('bias', 'float', [1, heads, 'n', 'n']) : null;
  const operands = { q: q!, k: k!, v: v!, bias: extra };
  const mixed = graph.layer('Attention', { operands, attributes: { heads, causal: options.causal } });
  graph.output('y', mixed, ['b', 'n', channels]);
  const built = graph.build();
  const session = await openSession(built, { provider: 'cpu', threads: 1 });
  const { y } = await session.run({ ...feeds, bias });
  await session.release();
  return { data: y!.data, ops: readModel(built).node.map(({ opType }) => opType) };
}

describe('plainAttention', () => {
  it.each([
    { causal: false, biased: false },
    { causal: true, biased: false },
    { causal: false, biased: true },
  ])('gives what the fused operator gives: $causal, $biased', async (options) => {
    const fused = await attend(cpuDialect, options);
    const parts = await attend(withPlainAttention(cpuDialect), options);
    expect(fused.ops).toContain('MultiHeadAttention');
    expect(parts.ops).not.toContain('MultiHeadAttention');
    expect(parts.data.length).toBe(2 * 9 * channels);
    expect(Math.max(...fused.data.map((value, i) => Math.abs(value - parts.data[i]!)))).toBeLessThan(1e-5);
  });
});
