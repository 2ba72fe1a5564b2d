import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { type DeviceMemory, deviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import { openHandle, releaseHandle } from '#renderer/engine/runtime/native-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import type { PlacedTensor } from '#renderer/engine/runtime/session.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** What is wanted of a place. */
export interface PlaceWish {
  readonly dims: readonly number[];
  readonly type: 'float' | 'float16';
  /** Whether sessions are to read it from there for as long as they are open, whatever comes to lie there. */
  readonly stays: boolean;
}

/** Memory where a provider computes, for what sessions hand each other without its leaving the device. */
export interface DevicePlaces {
  /** A place for a tensor; what lies there at first is nobody's. */
  place(wish: PlaceWish): PlacedTensor;
  /** Gives a place back, once no session has it any more. */
  free(tensor: PlacedTensor): void;
  /** Gives all of it back. */
  release(): void;
}

/** Opens memory of a provider; null where it cannot be reached: through ONNX Runtime's C API alone, and a card's by CUDA's. */
export async function openDevicePlaces(provider: Provider): Promise<DevicePlaces | null> {
  const ort = ortLibrary();
  if (!ort) return null;
  // Memory belongs to a session: this one computes nothing.
  const graph = memoryGraph();
  const options = { provider, threads: 1, optimisation: 'disabled', arena: true, spins: false } as const;
  const session = await nativeCall({ what: graph.name, allowedMs: OPENING_MS }, () =>
    openHandle(ort, graph, { ...options, cuda: { exactMemory: true } }),
  );
  const memory = reachable(() => deviceMemory(ort, session, provider));
  if (!memory) {
    releaseHandle(ort, session, {});
    return null;
  }
  const held = new Set<PlacedTensor>();
  const free = (tensor: PlacedTensor) => {
    if (held.delete(tensor)) tensor.placed.release();
  };
  return {
    place({ dims, type, stays }) {
      const tensor = { dims, placed: memory.place(dims, type), stays };
      held.add(tensor);
      return tensor;
    },
    free,
    release() {
      for (const tensor of [...held]) free(tensor);
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
