import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { cudaMajor } from '#renderer/engine/runtime/cuda-architecture.ts';
import { cudaOptions, usualAttention } from '#renderer/engine/runtime/cuda-options.ts';
import { deviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { InputNumbers, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { describeOpenGraphContract, numbers, ON_CPU, vectorGraph } from '#test/contract/open-graph.ts';

describeOpenGraphContract('through the binding', openByBinding);
describeOpenGraphContract('through the C API', (graph, options) => openNative(ortLibrary()!, graph, options));
describeOpenGraphContract('through the C API, with lasting inputs in their places', openLasting);
describeOpenGraphContract('with places that stay', (graph, options) => openBound(ortLibrary()!, graph, options));
describeOpenGraphContract('with runs that a card would record', openRecording);

/** Multiplies a vector by one number. */
function scaledGraph() {
  const graph = Graph.over(new Map(), { name: 'scaled', dialect: portableDialect, residency: 'mapped' });
  const [a, factor] = [graph.input('a', 'float', ['n']), graph.input('factor', 'float', [1])];
  graph.output('y', graph.op('Mul', [a, factor]), ['n']);
  return graph.build();
}

/** One number of a vector. */
function indexGraph() {
  const graph = Graph.over(new Map(), { name: 'index', dialect: portableDialect, residency: 'mapped' });
  const [a, at] = [graph.input('a', 'float', ['n']), graph.input('at', 'int32', [1])];
  graph.output('y', graph.op('Gather', [a, at]), [1]);
  return graph.build();
}

/** As a card has it, in memory of this process. */
function openLasting(graph: BuiltGraph, options: OpenOptions) {
  const ort = ortLibrary()!;
  return openNative(ort, graph, options, (session) => deviceMemory(ort, session, 'cpu'));
}

/** The CPU records nothing, but runs are bound, told and threaded as on a card. */
function openRecording(graph: BuiltGraph, options: OpenOptions) {
  return openBound(ortLibrary()!, graph, { ...options, captures: true });
}

/** Products of large matrices, one after the other: takes about a second, with fewer less. */
function longGraph(products = 120) {
  const graph = Graph.over(new Map(), { name: 'long', dialect: portableDialect, residency: 'mapped' });
  const x = graph.input('x', 'float', [512, 512]);
  let y = x;
  for (let i = 0; i < products; i++) y = graph.op('MatMul', [y, x]);
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

  it('sends lasting numbers once for all sizes of the others, and takes others of their sizes in their place', async () => {
    const graph = await openBound(ortLibrary()!, scaledGraph(), ON_CPU);
    const factor = { ...numbers(3), areLasting: true };
    const product = async (size: number, by = factor) => {
      const a = { dims: [size], numbers: new Float32Array(size).fill(2) };
      return (await graph.run({ a, factor: by }, ['y'], null)).y!.data;
    };
    expect(await product(1)).toEqual(Float32Array.of(6));
    factor.numbers.fill(100); // what nobody may do shows that it is not read again
    for (const size of [2, 1, 3, 2]) expect(await product(size)).toEqual(new Float32Array(size).fill(6));
    const other = { ...numbers(5), areLasting: true };
    for (const size of [2, 1, 4]) expect(await product(size, other)).toEqual(new Float32Array(size).fill(10));
    expect(await product(3)).toEqual(new Float32Array(3).fill(200));
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

describe('a graph whose runs a card would record', () => {
  it('finishes one whose signal aborts, so that it is recorded whole, and rejects then', async () => {
    const graph = await openRecording(longGraph(12), ON_CPU);
    const { y } = await graph.run(square, ['y'], null);
    const abort = new AbortController();
    const reason = new Error('cancelled');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      abort.abort(reason);
    }, 5);
    await expect(graph.run(square, ['y'], abort.signal)).rejects.toBe(reason);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect((await graph.run(square, ['y'], null)).y).toEqual(y);
    await graph.release();
  });

  it('begins a size anew after a run of it has failed', async () => {
    const graph = await openRecording(indexGraph(), ON_CPU);
    const pick = async (at: number) => {
      const feeds = { a: numbers(5, 6), at: { dims: [1], numbers: Int32Array.of(at) } };
      return (await graph.run(feeds, ['y'], null)).y!.data[0];
    };
    for (const at of [0, 1, 1]) expect(await pick(at)).toBe(5 + at);
    await expect(pick(7)).rejects.toThrow(/out of/i);
    for (const at of [1, 0, 0]) expect(await pick(at)).toBe(5 + at);
    await graph.release();
  });

  it('goes on when more sizes come than can be recorded, beside another', async () => {
    const graphs = [await openRecording(vectorGraph(), ON_CPU), await openRecording(vectorGraph(), ON_CPU)];
    for (let size = 1; size <= 36; size++)
      for (let round = 0; round < 2; round++) {
        const row = { dims: [size], numbers: new Float32Array(size).fill(size) };
        const runs = graphs.map((graph) => graph.run({ a: row, b: row }, ['z'], null));
        for (const { z } of await Promise.all(runs)) expect(z!.data[0]).toBe(size * size);
      }
    for (const graph of graphs) await graph.release();
  });
});

describe('lasting inputs of a graph through the C API', () => {
  it('are sent when they are new, and lie where the latest sizes have their place', async () => {
    const graph = await openLasting(vectorGraph(), ON_CPU);
    const [long, short] = [numbers(3, 4), numbers(7)].map((row) => ({ ...row, areLasting: true }));
    const sum = async (b: InputNumbers) => {
      const a = { dims: b.dims, numbers: new Float32Array(b.numbers.length).fill(1) };
      return Array.from((await graph.run({ a, b }, ['y'], null)).y!.data);
    };
    expect(await sum(long!)).toEqual([4, 5]);
    long!.numbers.fill(100);
    expect(await sum(long!)).toEqual([4, 5]);
    expect(await sum(short!)).toEqual([8]);
    expect(await sum(long!)).toEqual([101, 101]);
    expect(await sum({ dims: [2], numbers: Float32Array.of(5, 6) })).toEqual([6, 7]);
    const tooMany = { dims: [2], numbers: new Float32Array(3), areLasting: true };
    await expect(graph.run({ a: numbers(1, 1), b: tooMany }, ['y'], null)).rejects.toThrow('3 numbers do not fit');
    await graph.release();
  });
});

describe('what CUDA is asked for', () => {
  it('has the names and numbers of its provider', () => {
    expect(cudaOptions({})).toEqual([]);
    expect(
      Object.fromEntries(cudaOptions({ nhwc: true, fuseConvBias: true, exactMemory: true, attention: 'cudnn' })),
    ).toEqual({
      prefer_nhwc: '1',
      fuse_conv_bias: '1',
      arena_extend_strategy: 'kSameAsRequested',
      sdpa_kernel: '8',
    });
    expect(cudaOptions({ attention: 'cudnn-first' })).toEqual([['sdpa_kernel', '11']]);
  });

  it('lets cuDNN compute attention first on Hopper, and ONNX Runtime choose elsewhere', () => {
    const wanted = [null, 7, 8, 9, 10, 12].map((major) => usualAttention(major).attention ?? 'its own choice');
    expect(wanted).toEqual([...Array(3).fill('its own choice'), 'cudnn-first', ...Array(2).fill('its own choice')]);
  });

  it('knows no architecture where there is no CUDA', () => {
    expect(cudaMajor(ortLibrary()!)).toBeNull();
  });
});
