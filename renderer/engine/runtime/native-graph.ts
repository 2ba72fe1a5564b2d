import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { InputNumbers, OpenGraph, OpenOptions, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import { installedCudaLibraries } from '#renderer/engine/runtime/ort-files.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';

/** ONNXTensorElementDataType. */
const FLOAT = 1;
const INT8 = 3;
const INT32 = 6;
const SIXTEEN_BITS = [4, 10, 16];

const LEVELS = { disabled: 0, extended: 2, all: 99 } as const;

/**
 * Opens a graph through the C API: opening and running have threads of their own, and a run can be stopped in its
 * middle. Rejects with the library's sentence.
 */
export async function openNative(ort: OrtLibrary, graph: BuiltGraph, options: OpenOptions): Promise<OpenGraph> {
  const settings = ort.make('CreateSessionOptions');
  const out: [Pointer | null] = [null];
  try {
    configure(ort, settings, options);
    const { bytes } = graph;
    await ort.callApart('CreateSessionFromArray', ort.environment, bytes, bytes.byteLength, settings, out);
  } finally {
    ort.call('ReleaseSessionOptions', settings);
  }
  const session = out[0]!;
  return {
    run: (feeds, wanted, signal) => run(ort, session, { feeds, wanted, signal }),
    async release() {
      if (options.profile !== undefined) endProfile(ort, session);
      ort.call('ReleaseSession', session);
    },
  };
}

function configure(ort: OrtLibrary, settings: Pointer, options: OpenOptions): void {
  const set = (key: string, value: string) => ort.call('AddSessionConfigEntry', settings, key, value);
  set('session.model_external_initializers_file_folder_path', '/');
  if (!options.spins) set('session.intra_op.allow_spinning', '0');
  ort.call('SetSessionLogSeverityLevel', settings, 4);
  ort.call('SetSessionGraphOptimizationLevel', settings, LEVELS[options.optimisation]);
  ort.call('SetIntraOpNumThreads', settings, options.threads);
  // A pattern is kept beside the arena that the first run filled, so it doubles the memory and speeds up nothing.
  ort.call('DisableMemPattern', settings);
  if (!options.arena) ort.call('DisableCpuMemArena', settings);
  if (options.profile !== undefined) ort.call('EnableProfiling', settings, options.profile);
  if (options.provider === 'webgpu') ort.call('SessionOptionsAppendExecutionProvider', settings, 'WebGPU', [], [], 0);
  if (options.provider === 'cuda') appendCuda(ort, settings);
}

function appendCuda(ort: OrtLibrary, settings: Pointer): void {
  // Loaded ones are found by their names, wherever they lie; loading one again costs nothing.
  for (const file of installedCudaLibraries()) ort.load(file);
  const cuda = ort.make('CreateCUDAProviderOptions');
  try {
    ort.call('SessionOptionsAppendExecutionProvider_CUDA_V2', settings, cuda);
  } finally {
    ort.call('ReleaseCUDAProviderOptions', cuda);
  }
}

interface RunRequest {
  readonly feeds: Readonly<Record<string, InputNumbers>>;
  readonly wanted: readonly string[];
  readonly signal: AbortSignal | null;
}

async function run(
  ort: OrtLibrary,
  session: Pointer,
  { feeds, wanted, signal }: RunRequest,
): Promise<Readonly<Record<string, OutputNumbers>>> {
  signal?.throwIfAborted();
  const names = Object.keys(feeds);
  const values: Pointer[] = [];
  const results: (Pointer | null)[] = wanted.map(() => null);
  const options = ort.make('CreateRunOptions');
  const stop = () => ort.call('RunOptionsSetTerminate', options);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const name of names) values.push(toValue(ort, feeds[name]!));
    await ort.callApart('Run', session, options, names, values, names.length, wanted, wanted.length, results);
    return Object.fromEntries(wanted.map((name, i) => [name, fromValue(ort, results[i]!)]));
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', stop);
    for (const value of [...values, ...results]) if (value) ort.call('ReleaseValue', value);
    ort.call('ReleaseRunOptions', options);
  }
}

/** A value over the very numbers, without a copy. */
function toValue(ort: OrtLibrary, { dims, numbers }: InputNumbers): Pointer {
  const type = numbers instanceof Float32Array ? FLOAT : INT32;
  const sizes = BigInt64Array.from(dims, BigInt);
  const { memory } = ort;
  return ort.make('CreateTensorWithDataAsOrtValue', memory, numbers, numbers.byteLength, sizes, dims.length, type);
}

function fromValue(ort: OrtLibrary, value: Pointer): OutputNumbers {
  const info = ort.make('GetTensorTypeAndShape', value);
  try {
    const sizes = new BigInt64Array(ort.ask('GetDimensionsCount', info));
    ort.call('GetDimensions', info, sizes, sizes.length);
    const dims = Array.from(sizes, Number);
    const count = dims.reduce((product, size) => product * size, 1);
    return { dims, data: copyOf(ort, value, { count, type: ort.ask('GetTensorElementType', info) }) };
  } finally {
    ort.call('ReleaseTensorTypeAndShapeInfo', info);
  }
}

function copyOf(
  ort: OrtLibrary,
  value: Pointer,
  { count, type }: { readonly count: number; readonly type: number },
): OutputNumbers['data'] {
  const data = ort.make('GetTensorMutableData', value);
  if (type === FLOAT) return ort.read(data, Float32Array, count * 4);
  if (type === INT8) return ort.read(data, Int8Array, count);
  if (SIXTEEN_BITS.includes(type)) return ort.read(data, Uint16Array, count * 2);
  throw new Error(`an output of the element type ${type} cannot be read`);
}

function endProfile(ort: OrtLibrary, session: Pointer): void {
  const allocator = ort.make('GetAllocatorWithDefaultOptions');
  ort.call('AllocatorFree', allocator, ort.make('SessionEndProfiling', session, allocator));
}
