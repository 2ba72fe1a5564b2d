import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { type DeviceMemory, deviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import { openHandle, releaseHandle } from '#renderer/engine/runtime/native-graph.ts';
import type { OrtLibrary } from '#renderer/engine/runtime/ort-library.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/**
 * Memory of a provider in which nothing is computed: memory belongs to a session, and this one never runs. Null where
 * it cannot be reached: a card's is written through CUDA's own library.
 */
export async function openMemoryApart(ort: OrtLibrary, provider: Provider): Promise<DeviceMemory | null> {
  const options = { provider, threads: 1, optimisation: 'disabled', arena: true, spins: false } as const;
  const session = await openHandle(ort, memoryGraph(), { ...options, cuda: { exactMemory: true } });
  const memory = reachable(() => deviceMemory(ort, session, provider));
  if (!memory) {
    releaseHandle(ort, session, {});
    return null;
  }
  return {
    ...memory,
    release() {
      memory.release();
      releaseHandle(ort, session, {});
    },
  };
}

/** Doing without costs time and no more. */
function reachable(memory: () => DeviceMemory): DeviceMemory | null {
  try {
    return memory();
  } catch {
    return null;
  }
}

function memoryGraph() {
  const graph = Graph.over(new Map(), { name: 'memory', dialect: cpuDialect, residency: 'mapped' });
  graph.output('y', graph.op('Identity', [graph.input('x', 'float', [1])]), [1]);
  return graph.build();
}
