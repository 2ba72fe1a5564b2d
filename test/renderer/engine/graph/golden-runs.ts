import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { expectGolden, type GoldenRun, input } from '#test/renderer/engine/graph/golden.ts';

/** Compares a UNet of the sd15 family with diffusers' on the CPU, at every size, batch and timestep that is recorded. */
export async function expectGoldenRuns(graph: BuiltGraph, runs: readonly GoldenRun[]): Promise<void> {
  const session = await openSession(graph, { provider: 'cpu', threads: 1 });
  for (const { hw, t, batch, out } of runs) {
    const feeds = {
      sample: input('in:sample', [batch, 4, ...hw]),
      encoder_hidden_states: input('in:ctx', [batch, 77, 24]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
    };
    expectGolden((await session.run(feeds)).noise!, out);
  }
  await session.release();
}
