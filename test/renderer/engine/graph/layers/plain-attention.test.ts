import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { plainAttention } from '#renderer/engine/graph/layers/plain-attention.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';

const [channels, heads] = [24, 4];
const feeds = {
  q: input('in:q', [2, 9, channels]),
  k: input('in:k', [2, 9, channels]),
  v: input('in:v', [2, 9, channels]),
};
const bias = input('in:bias', [1, heads, 9, 9]);

/** The fused operator and its parts in one graph. */
async function both(options: { readonly causal: boolean; readonly biased: boolean }): Promise<Float32Array[]> {
  const graph = Graph.over(new Map(), { name: 'attention', dialect: cpuDialect, residency: 'mapped' });
  const [q, k, v] = Object.keys(feeds).map((name) => graph.input(name, 'float', ['b', 'n', channels]));
  const extra = options.biased ? graph.input('bias', 'float', [1, heads, 'n', 'n']) : null;
  const attributes = { num_heads: heads, ...(options.causal && { unidirectional: 1 }) };
  const operands = [q!, k!, v!, ...(extra ? [null, null, extra] : [])];
  graph.output('fused', graph.fused('MultiHeadAttention', operands, attributes), ['b', 'n', channels]);
  const parts = plainAttention(
    graph,
    { q: q!, k: k!, v: v!, bias: extra },
    { channels, heads, causal: options.causal },
  );
  graph.output('parts', parts, ['b', 'n', channels]);
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const outputs = await session.run({ ...feeds, bias });
  await session.release();
  return [outputs.fused!.data, outputs.parts!.data];
}

describe('plainAttention', () => {
  it.each([
    { causal: false, biased: false },
    { causal: true, biased: false },
    { causal: false, biased: true },
  ])('gives what the fused operator gives: $causal, $biased', async (options) => {
    const [fused, parts] = await both(options);
    expect(parts!.length).toBe(2 * 9 * channels);
    expect(Math.max(...fused!.map((value, i) => Math.abs(value - parts![i]!)))).toBeLessThan(1e-5);
  });
});
