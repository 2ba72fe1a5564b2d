import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { describeOpenGraphContract, ON_CPU } from '#test/contract/open-graph.ts';

describeOpenGraphContract('through the binding', openByBinding);
describeOpenGraphContract('through the C API', (graph, options) => openNative(ortLibrary()!, graph, options));

/** Products of large matrices, one after the other: takes about a second. */
function longGraph() {
  const graph = Graph.over(new Map(), { name: 'long', dialect: portableDialect, residency: 'mapped' });
  const x = graph.input('x', 'float', [512, 512]);
  let y = x;
  for (let i = 0; i < 120; i++) y = graph.op('MatMul', [y, x]);
  graph.output('y', y, [512, 512]);
  return graph.build();
}

const square = { x: { dims: [512, 512], numbers: new Float32Array(512 * 512).fill(1 / 512) } };

describe('a run through the C API', () => {
  it('lets the event loop turn, and stops in its middle', async () => {
    const graph = await openNative(ortLibrary()!, longGraph(), ON_CPU);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    const began = performance.now();
    const { y } = await graph.run(square, ['y'], null);
    const wholeMs = performance.now() - began;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(y!.data[0]).toBeCloseTo(1 / 512, 6);

    const abort = new AbortController();
    const reason = new Error('cancelled');
    const run = graph.run(square, ['y'], abort.signal);
    setTimeout(() => abort.abort(reason), wholeMs / 10);
    await expect(run).rejects.toBe(reason);
    expect((await graph.run(square, ['y'], null)).y).toEqual(y);
    await graph.release();
  });
});
