import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import type { OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import { openGraph } from '#renderer/engine/runtime/session.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Opens a graph without inputs on the CPU, runs it and closes it. With an arena what is computed takes the place of
 * what is done with, but results keep all of it: for those that are copied at once.
 */
export function computeOnce(
  graph: BuiltGraph,
  { arena = false }: { readonly arena?: boolean } = {},
): Promise<Readonly<Record<string, OutputNumbers>>> {
  return nativeCall({ what: graph.name, allowedMs: OPENING_MS }, () => compute(graph, arena));
}

async function compute(graph: BuiltGraph, arena: boolean): Promise<Readonly<Record<string, OutputNumbers>>> {
  try {
    // Every weight is used once, so there is nothing for the optimiser to gain. Most of it is moving memory, which
    // further threads would only watch, spinning.
    const how = { provider: 'cpu', threads: 0, optimisation: 'disabled', arena, spins: false } as const;
    const opened = await openGraph(graph, how);
    try {
      return await opened.run({}, graph.outputs, null);
    } finally {
      await opened.release();
    }
  } catch (cause) {
    throw failure('unavailable', 'session.uncomputed', { network: graph.name }, { cause });
  }
}
