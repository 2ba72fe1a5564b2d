import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { cudaOptions } from '#renderer/engine/runtime/cuda-options.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { describeOpenGraphContract, numbers, ON_CPU, vectorGraph } from '#test/contract/open-graph.ts';

describeOpenGraphContract('through the binding', openByBinding);
describeOpenGraphContract('through the C API', (graph, options) => openNative(ortLibrary()!, graph, options));
describeOpenGraphContract('with places that stay', (graph, options) => openBound(ortLibrary()!, graph, options));

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

describe('a graph whose inputs and outputs keep their places', () => {
  it('sends lasting numbers once, and others with every run', async () => {
    const graph = await openBound(ortLibrary()!, vectorGraph(), ON_CPU);
    const lasting = { ...numbers(3, 4), areLasting: true };
    const sum = async (a: ReturnType<typeof numbers>) =>
      Array.from((await graph.run({ a, b: lasting }, ['y'], null)).y!.data);
    for (let round = 0; round < 3; round++) expect(await sum(numbers(round, 1))).toEqual([round + 3, 5]);
    lasting.numbers.fill(100); // what nobody may do shows that it is not read again
    expect(await sum(numbers(1, 1))).toEqual([4, 5]);
    expect(await sum({ dims: [2], numbers: Float32Array.of(2, 2) })).toEqual([5, 6]);
    await graph.release();
  });

  it('goes on when more sizes come than keep a place', async () => {
    const graph = await openBound(ortLibrary()!, vectorGraph(), ON_CPU);
    for (let round = 0; round < 3; round++)
      for (let size = 1; size <= 12; size++) {
        const row = { dims: [size], numbers: new Float32Array(size).fill(size) };
        const { y, z } = await graph.run({ a: row, b: row }, ['y', 'z'], null);
        expect([y!.data[size - 1], z!.data[0]]).toEqual([2 * size, size * size]);
      }
    await graph.release();
  });

  it('computes with sizes that were said at the opening', async () => {
    const graph = await openBound(ortLibrary()!, vectorGraph(), { ...ON_CPU, sizes: { n: 2 } });
    expect((await graph.run({ a: numbers(1, 2), b: numbers(3, 4) }, ['y'], null)).y!.dims).toEqual([2]);
    await expect(graph.run({ a: numbers(1), b: numbers(3) }, ['y'], null)).rejects.toThrow(/dimension/i);
    await graph.release();
  });
});

describe('what CUDA is asked for', () => {
  it('has the names and numbers of its provider', () => {
    expect(cudaOptions({})).toEqual([]);
    expect(
      Object.fromEntries(cudaOptions({ nhwc: true, fuseConvBias: true, capture: true, attention: 'cudnn' })),
    ).toEqual({ prefer_nhwc: '1', fuse_conv_bias: '1', enable_cuda_graph: '1', sdpa_kernel: '8' });
  });
});
