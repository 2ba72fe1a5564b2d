import type * as Ort from 'onnxruntime-node';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { OpenGraph, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';

/** Loaded when it is first used: beside the C API it would be a second copy of a large library. */
async function binding(): Promise<typeof Ort> {
  const ort = await import('onnxruntime-node');
  // Errors come as exceptions; ONNX Runtime would also print them, in colour, past our log.
  ort.env.logLevel = 'fatal';
  return ort;
}

/** Opens a graph through the npm package's binding: opening and running block this thread, and cannot be stopped. */
export async function openByBinding(graph: BuiltGraph, options: OpenOptions): Promise<OpenGraph> {
  if (options.shared) throw new Error('the binding opens no graph over weights of a device');
  const ort = await binding();
  const session = await ort.InferenceSession.create(graph.bytes, {
    executionProviders: [options.provider],
    intraOpNumThreads: options.threads,
    graphOptimizationLevel: options.optimisation,
    enableCpuMemArena: options.arena,
    // A pattern is kept beside the arena that the first run filled, so it doubles the memory and speeds up nothing.
    enableMemPattern: false,
    ...(options.profile !== undefined && { enableProfiling: true, profileFilePrefix: options.profile }),
    // Warnings would tell once per weight that an initializer is also an input.
    logSeverityLevel: 4,
    extra: {
      session: {
        model_external_initializers_file_folder_path: '/',
        ...(!options.spins && { intra_op: { allow_spinning: '0' } }),
      },
    },
  });
  return {
    async run(feeds, wanted, signal, into) {
      signal?.throwIfAborted();
      if (Object.keys(into ?? {}).length > 0) throw new Error('the binding writes to no memory of a device');
      const inputs = Object.entries(feeds).map(([name, input]) => {
        if ('placed' in input) throw new Error('the binding reads no memory of a device');
        return [name, toOrt(ort, input.numbers, input.dims)];
      });
      const outputs = await session.run(Object.fromEntries(inputs), wanted);
      return Object.fromEntries(wanted.map((name) => [name, fromOrt(outputs[name]!)]));
    },
    async release() {
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

function toOrt(ort: typeof Ort, numbers: Float32Array | Int32Array, dims: readonly number[]): Ort.Tensor {
  return numbers instanceof Int32Array
    ? new ort.Tensor('int32', numbers, dims)
    : new ort.Tensor('float32', numbers, dims);
}

function fromOrt({ dims, data, type }: Ort.Tensor) {
  if (data instanceof Float32Array || data instanceof Uint16Array || data instanceof Int8Array) return { dims, data };
  throw new Error(`an output of the element type ${type} cannot be read`);
}
