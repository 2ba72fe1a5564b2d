import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { cudaMajor } from '#renderer/engine/runtime/cuda-architecture.ts';
import { cudaOptions, usualAttention } from '#renderer/engine/runtime/cuda-options.ts';
import { type DeviceMemory, deviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import { createLatestPlaces, type LatestPlaces } from '#renderer/engine/runtime/lasting-places.ts';
import { loadingProblem } from '#renderer/engine/runtime/loading-problem.ts';
import { fromValue, toValue } from '#renderer/engine/runtime/native-values.ts';
import type {
  GraphInput,
  OpenGraph,
  OpenOptions,
  OutputNumbers,
  OutputPlaces,
} from '#renderer/engine/runtime/open-graph.ts';
import { installedCudaLibraries, ortFile } from '#renderer/engine/runtime/ort-files.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { Provider } from '#shared/contract/bounds.ts';

const LEVELS = { disabled: 0, extended: 2, all: 99 } as const;

/**
 * Opens a graph through the C API: opening and running have threads of their own, and a run can be stopped in its
 * middle. Rejects with the library's sentence. Lasting inputs lie in `memory` from run to run; where that is null, each
 * run has them from this process's memory.
 */
export async function openNative(
  ort: OrtLibrary,
  graph: BuiltGraph,
  options: OpenOptions,
  memoryOf: (session: Pointer) => DeviceMemory | null = (session) => lastingMemory(ort, session, options.provider),
): Promise<OpenGraph> {
  const session = await openHandle(ort, graph, options);
  let places: LatestPlaces | null | undefined;
  return {
    async run(feeds, wanted, signal, into = {}) {
      if (places === undefined && Object.values(feeds).some((input) => 'areLasting' in input && input.areLasting)) {
        const memory = memoryOf(session);
        places = memory && createLatestPlaces(memory);
      }
      return runOnce(ort, session, { feeds, wanted, signal, into, placed: places?.send(feeds) ?? new Map() });
    },
    async release() {
      places?.release();
      releaseHandle(ort, session, options);
    },
  };
}

/** The CPU reads them where they are. Where a card's memory cannot be written from here, that costs time and no more. */
function lastingMemory(ort: OrtLibrary, session: Pointer, provider: Provider): DeviceMemory | null {
  try {
    return provider === 'cpu' ? null : deviceMemory(ort, session, provider);
  } catch {
    return null;
  }
}

/** The library's own session. */
export async function openHandle(ort: OrtLibrary, graph: BuiltGraph, options: OpenOptions): Promise<Pointer> {
  const settings = ort.make('CreateSessionOptions');
  const out: [Pointer | null] = [null];
  try {
    configure(ort, settings, options);
    const { bytes } = graph;
    await ort.callApart('CreateSessionFromArray', ort.environment, bytes, bytes.byteLength, settings, out);
  } finally {
    ort.call('ReleaseSessionOptions', settings);
  }
  return out[0]!;
}

/** Gives its memory back; a profile that was asked for is written. */
export function releaseHandle(ort: OrtLibrary, session: Pointer, { profile }: Pick<OpenOptions, 'profile'>): void {
  if (profile !== undefined) endProfile(ort, session);
  ort.call('ReleaseSession', session);
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
  for (const [name, size] of Object.entries(options.sizes ?? {}))
    ort.call('AddFreeDimensionOverrideByName', settings, name, size);
  for (const [name, { placed }] of Object.entries(options.shared ?? {}))
    ort.call('AddInitializer', settings, name, placed.lent());
  if (options.profile !== undefined) ort.call('EnableProfiling', settings, options.profile);
  if (options.provider === 'webgpu') {
    const [keys, values] = options.captures ? [['enableGraphCapture'], ['1']] : [[], []];
    ort.call('SessionOptionsAppendExecutionProvider', settings, 'WebGPU', keys, values, keys.length);
  }
  if (options.provider === 'cuda') appendCuda(ort, settings, options);
}

function appendCuda(ort: OrtLibrary, settings: Pointer, { cuda: wishes = {}, captures }: OpenOptions): void {
  // Loaded ones are found by their names, wherever they lie; loading one again costs nothing.
  for (const file of installedCudaLibraries()) ort.load(file);
  const cuda = ort.make('CreateCUDAProviderOptions');
  const asked = [
    ...cudaOptions({ ...usualAttention(cudaMajor(ort)), ...wishes }),
    ...(captures ? [['enable_cuda_graph', '1'] as const] : []),
  ];
  const [keys, values] = [asked.map(([key]) => key), asked.map(([, value]) => value)];
  try {
    if (asked.length > 0) ort.call('UpdateCUDAProviderOptions', cuda, keys, values, asked.length);
    ort.call('SessionOptionsAppendExecutionProvider_CUDA_V2', settings, cuda);
  } catch (cause) {
    throw new Error(loadingProblem(ort, ortFile()!) ?? (cause as Error).message, { cause });
  } finally {
    ort.call('ReleaseCUDAProviderOptions', cuda);
  }
}

/** What goes in, what is to come out, and when nobody wants it any more. */
export interface RunRequest {
  readonly feeds: Readonly<Record<string, GraphInput>>;
  readonly wanted: readonly string[];
  readonly signal: AbortSignal | null;
  readonly into: OutputPlaces;
}

interface Placed {
  readonly placed: ReadonlyMap<string, Pointer>;
}

/** Computes the outputs asked for; `config` is of this run alone. Inputs that are `placed` are read from there. */
export async function runOnce(
  ort: OrtLibrary,
  session: Pointer,
  { feeds, wanted, signal, into, placed, config }: RunRequest & Placed & { readonly config?: RunConfig },
): Promise<Readonly<Record<string, OutputNumbers>>> {
  const names = Object.keys(feeds);
  const made: Pointer[] = [];
  const results: (Pointer | null)[] = wanted.map((name) => into[name]?.placed.value ?? null);
  const make = (name: string) => {
    const input = feeds[name]!;
    if ('placed' in input) return input.placed.value;
    const value = toValue(ort, input);
    made.push(value);
    return value;
  };
  try {
    await withRunOptions(ort, { signal, ...(config && { config }) }, (options) => {
      const values = names.map((name) => placed.get(name) ?? make(name));
      return ort.callApart('Run', session, options, names, values, names.length, wanted, wanted.length, results);
    });
    const coming = wanted.flatMap((name, i) => (into[name] ? [] : [[name, fromValue(ort, results[i]!)] as const]));
    return Object.fromEntries(coming);
  } finally {
    const given = results.filter((_, i) => !into[wanted[i]!]);
    for (const value of [...made, ...given]) if (value) ort.call('ReleaseValue', value);
  }
}

/** Settings of one run, as pairs of names and values. */
export type RunConfig = Readonly<Record<string, string>>;

/** Runs with options that end the run when the signal aborts; rejects with its reason then. */
export async function withRunOptions(
  ort: OrtLibrary,
  { signal, config = {} }: { readonly signal: AbortSignal | null; readonly config?: RunConfig },
  work: (options: Pointer) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  const options = ort.make('CreateRunOptions');
  const stop = () => ort.call('RunOptionsSetTerminate', options);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const [key, value] of Object.entries(config)) ort.call('AddRunConfigEntry', options, key, value);
    await work(options);
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', stop);
    ort.call('ReleaseRunOptions', options);
  }
}

function endProfile(ort: OrtLibrary, session: Pointer): void {
  const allocator = ort.make('GetAllocatorWithDefaultOptions');
  ort.call('AllocatorFree', allocator, ort.make('SessionEndProfiling', session, allocator));
}
