import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openSession, type Session, type SessionOptions } from '#renderer/engine/runtime/session.ts';
import { allFinite } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Opens a network that judges or reads a picture. NaN is neither above a limit nor below it, so that a safety checker
 * would let every picture pass, and a preprocessor give a black map, where a device computes wrongly or a file is
 * damaged. Each run looks for that, and throws `internal` with the network's name: blame-device.ts then tries the device.
 */
export async function openFiniteSession(graph: BuiltGraph, options: SessionOptions): Promise<Session> {
  const session = await openSession(graph, options);
  return {
    async run(feeds, wanted, into) {
      const results = await session.run(feeds, wanted, into);
      if (Object.values(results).every(allFinite)) return results;
      throw failure('internal', 'network.not-finite', { network: graph.name });
    },
    release: () => session.release(),
  };
}
