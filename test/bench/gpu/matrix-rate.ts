import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';

export interface MatrixSize {
  /** Side of the square matrices. */
  readonly side: number;
  /** Products in one run, one after the other. */
  readonly products: number;
  readonly runs: number;
}

/**
 * Rate of big matrix products in the precision that networks run in, in TFLOP/s (best run). The matrices are made and
 * stay on the device: every entry is 1/side, and such a matrix times itself is itself.
 */
export async function matrixRate(options: NetworkOptions, { side, products, runs }: MatrixSize): Promise<number> {
  const graph = Graph.over(new Map(), { ...graphOptions(options), name: 'matrix products' });
  const entry = graph.input('entry', 'float', [1, 1]);
  let matrix = graph.op('Expand', [entry, graph.ints([side, side])]);
  for (let i = 0; i < products; i++) matrix = graph.op('MatMul', [matrix, matrix]);
  const corner = graph.op('Slice', [matrix, graph.ints([0, 0]), graph.ints([1, 1])]);
  graph.output('corner', corner, [1, 1]);
  const session = await openSession(graph.build(), options);
  const feeds = { entry: { dims: [1, 1], data: Float32Array.of(1 / side) } };
  let best = Number.POSITIVE_INFINITY;
  try {
    for (let run = 0; run <= runs; run++) {
      const began = performance.now();
      const { corner: value } = await session.run(feeds);
      const ms = performance.now() - began;
      if (Math.abs(value!.data[0]! * side - 1) > 0.05) throw new Error(`a matrix product gave ${value!.data[0]}`);
      // The first run warms up.
      if (run > 0) best = Math.min(best, ms);
    }
  } finally {
    await session.release();
  }
  return (products * 2 * side ** 3) / best / 1e9;
}
