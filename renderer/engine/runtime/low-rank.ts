import * as ort from 'onnxruntime-node';
import type { BuiltGraph } from '#renderer/engine/graph/built-graph.ts';
import { buildLoraFactors, type LoraTarget } from '#renderer/engine/graph/lora-factors-graph.ts';
import { buildMerge, type WeightMerge } from '#renderer/engine/graph/merge-graph.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { Failure } from '#shared/failure.ts';

/** The bytes of a weight with its changes, as they are to be stored, in the beginning of `into`. */
export async function mergeInto(into: Uint8Array, merge: WeightMerge): Promise<Uint8Array> {
  const graph = buildMerge(merge);
  const outputs = await computeOnce(graph, { arena: true });
  let at = 0;
  for (const name of graph.outputs) {
    const { buffer, byteOffset, byteLength } = outputs[name]!.data;
    into.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return into.subarray(0, at);
}

/** What LoRAs add to weights, as networks take it: by the targets' names, float32. */
export async function loraFactors(
  targets: readonly LoraTarget[],
): Promise<ReadonlyMap<string, { readonly down: Tensor; readonly up: Tensor }>> {
  const outputs = targets.length === 0 ? {} : await computeOnce(buildLoraFactors(targets));
  const tensor = (name: string): Tensor => {
    const { dims, data } = outputs[name]!;
    return { dims, data: data as Float32Array };
  };
  return new Map(targets.map(({ name }) => [name, { down: tensor(`${name}:down`), up: tensor(`${name}:up`) }]));
}

/** Numbers, or the bits of 16-bit numbers. */
interface Computed {
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | Int8Array;
}

/**
 * Opens a graph without inputs on the CPU, runs it and closes it. Blocks the thread. With an arena what is computed
 * takes the place of what is done with, but results keep all of it: for those that are copied at once.
 */
export async function computeOnce(
  graph: BuiltGraph,
  { arena = false }: { readonly arena?: boolean } = {},
): Promise<Readonly<Record<string, Computed>>> {
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
  throw new Failure('internal', 'Cannot use the result of an adapter merge: float32 or 16-bit numbers are meant');
}

function fail(graph: BuiltGraph, cause: unknown): never {
  throw new Failure('unavailable', `Cannot compute the ${graph.name}`, { cause });
}
