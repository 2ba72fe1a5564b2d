import * as ort from 'onnxruntime-node';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import { failure } from '#shared/text/failure.ts';

/** Numbers, or the bits of 16-bit numbers. */
interface Computed {
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | Int8Array;
}

/**
 * Opens a graph without inputs on the CPU, runs it and closes it. Blocks the thread. With an arena what is computed
 * takes the place of what is done with, but results keep all of it: for those that are copied at once.
 */
export function computeOnce(
  graph: BuiltGraph,
  { arena = false }: { readonly arena?: boolean } = {},
): Promise<Readonly<Record<string, Computed>>> {
  return nativeCall({ what: graph.name, allowedMs: OPENING_MS }, () => compute(graph, arena));
}

async function compute(graph: BuiltGraph, arena: boolean): Promise<Readonly<Record<string, Computed>>> {
  const session = await ort.InferenceSession.create(graph.bytes, {
    executionProviders: ['cpu'],
    // Every weight is used once, so there is nothing to gain.
    graphOptimizationLevel: 'disabled',
    enableCpuMemArena: arena,
    enableMemPattern: false,
    logSeverityLevel: 4,
    extra: {
      session: {
        model_external_initializers_file_folder_path: '/',
        // Most of it is moving memory, which further threads would only watch, spinning.
        intra_op: { allow_spinning: '0' },
      },
    },
  }).catch((cause: unknown) => fail(graph, cause));
  try {
    const outputs = await session.run({}).catch((cause: unknown) => fail(graph, cause));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { dims, data }]) => [name, { dims, data: plain(data) }]),
    );
  } finally {
    await session.release();
  }
}

function plain(data: ort.Tensor['data']): Computed['data'] {
  if (data instanceof Float32Array || data instanceof Uint16Array || data instanceof Int8Array) return data;
  throw failure('internal', 'session.result');
}

function fail(graph: BuiltGraph, cause: unknown): never {
  throw failure('unavailable', 'session.uncomputed', { network: graph.name }, { cause });
}
