import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { OpenGraph, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';

/** How the tests open graphs. */
export const ON_CPU: OpenOptions = {
  provider: 'cpu',
  threads: 1,
  optimisation: 'extended',
  arena: true,
  spins: false,
};

/** Adds two vectors a and b; says the sum as y, and a times b as z. */
export function vectorGraph(): BuiltGraph {
  const graph = Graph.over(new Map(), { name: 'vectors', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float', ['n']));
  graph.output('y', graph.op('Add', [a!, b!]), ['n']);
  graph.output('z', graph.op('Mul', [a!, b!]), ['n']);
  return graph.build();
}

/** A row of numbers to go in. */
export const numbers = (...values: readonly number[]) => ({
  dims: [values.length],
  numbers: Float32Array.from(values),
});

/** What every way to ONNX Runtime must do. */
export function describeOpenGraphContract(
  name: string,
  open: (graph: BuiltGraph, options: OpenOptions) => Promise<OpenGraph>,
): void {
  const opened = async (work: (graph: OpenGraph) => Promise<void>) => {
    const graph = await open(vectorGraph(), ON_CPU);
    try {
      await work(graph);
    } finally {
      await graph.release();
    }
  };

  describe(`a graph opened ${name}`, () => {
    it('gives what is asked for, in sizes that change from run to run', () =>
      opened(async (graph) => {
        const { y, ...others } = await graph.run({ a: numbers(1, 2), b: numbers(3, 4) }, ['y'], null);
        expect(y).toEqual({ dims: [2], data: Float32Array.of(4, 6) });
        expect(others).toEqual({});
        const both = await graph.run({ a: numbers(2), b: numbers(5) }, ['z', 'y'], null);
        expect([both.z!.data[0], both.y!.data[0]]).toEqual([10, 7]);
        expect(y!.data).toEqual(Float32Array.of(4, 6));
      }));

    it('takes and gives rows without numbers', () =>
      opened(async (graph) => {
        const { y } = await graph.run({ a: numbers(), b: numbers() }, ['y'], null);
        expect(y).toEqual({ dims: [0], data: new Float32Array(0) });
      }));

    it('refuses what does not fit with a sentence, and goes on afterwards', () =>
      opened(async (graph) => {
        const good = { a: numbers(1), b: numbers(2) };
        await expect(graph.run({ ...good, b: numbers(1, 2, 3) }, ['y'], null)).resolves.toBeDefined();
        const wrong = [
          () => graph.run({ a: numbers(1, 2), b: numbers(1, 2, 3) }, ['y'], null),
          () => graph.run({ a: good.a }, ['y'], null),
          () => graph.run({ a: good.a, c: good.b }, ['y'], null),
          () => graph.run(good, ['nothing'], null),
          () => graph.run({ ...good, b: { dims: [1], numbers: Int32Array.of(1) } }, ['y'], null),
          () => graph.run({ ...good, b: { dims: [1, 1, 1], numbers: Float32Array.of(1) } }, ['y'], null),
          () => graph.run({ ...good, b: { dims: [9], numbers: Float32Array.of(1) } }, ['y'], null),
        ];
        for (const run of wrong) await expect(run()).rejects.toThrow(/\w/);
        expect((await graph.run(good, ['y'], null)).y!.data[0]).toBe(3);
      }));

    it('rejects with the reason of a signal that has aborted', () =>
      opened(async (graph) => {
        const reason = new Error('nobody wants it');
        const run = graph.run({ a: numbers(1), b: numbers(2) }, ['y'], AbortSignal.abort(reason));
        await expect(run).rejects.toBe(reason);
      }));

    it('is refused when it is no graph', () =>
      expect(open({ ...vectorGraph(), bytes: Uint8Array.of(1, 2, 3) }, ON_CPU)).rejects.toThrow(/protobuf/i));
  });
}
