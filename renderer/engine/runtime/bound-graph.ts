import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type DeviceMemory, deviceMemory, type PlacedValue } from '#renderer/engine/runtime/device-memory.ts';
import {
  openHandle,
  type RunConfig,
  type RunRequest,
  releaseHandle,
  runOnce,
  withRunOptions,
} from '#renderer/engine/runtime/native-graph.ts';
import type { InputNumbers, OpenGraph, OpenOptions, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';

/** Different sizes of inputs that keep places of their own; the one that was used least lately gives its place up. */
const BINDINGS_MAX = 8;

/** Sizes whose kernels are recorded in a session's life: recordings stay until its end. */
const RECORDINGS_MAX = 32;

/** ONNX Runtime's name for the recording that a run makes or replays; -1 = neither. */
const RECORDING = 'gpu_graph_id';

/**
 * Opens a graph whose inputs and outputs keep their places on the device: the first run of a size is an ordinary one,
 * and says how large the outputs are; later ones of that size write into the places and read from them. Nothing is
 * allocated for them, lasting numbers are sent once, and with `capture` a card replays what it did.
 */
export async function openBound(ort: OrtLibrary, graph: BuiltGraph, options: OpenOptions): Promise<OpenGraph> {
  const session = await openHandle(ort, graph, options);
  const memory = deviceMemory(ort, session, options.provider);
  const state: BoundState = { ort, session, memory, capture: options.cuda?.capture === true, recordings: 0 };
  const bindings = new Map<string, Binding>();
  return {
    async run(feeds, wanted, signal) {
      const key = keyOf(feeds, wanted);
      const known = bindings.get(key);
      if (known) {
        bindings.delete(key);
        bindings.set(key, known);
        return runBound(state, known, { feeds, wanted, signal });
      }
      const outputs = await runOnce(ort, session, { feeds, wanted, signal, config: recording(state, -1) });
      const binding = bind(state, feeds, outputs);
      if (binding) bindings.set(key, binding);
      if (bindings.size > BINDINGS_MAX) releaseOldest(ort, bindings);
      return outputs;
    },
    async release() {
      while (bindings.size > 0) releaseOldest(ort, bindings);
      memory?.release();
      releaseHandle(ort, session, options);
    },
  };
}

interface BoundState {
  readonly ort: OrtLibrary;
  readonly session: Pointer;
  readonly memory: DeviceMemory | null;
  readonly capture: boolean;
  /** How many sizes have got one. */
  recordings: number;
}

interface Binding {
  readonly pointer: Pointer;
  readonly inputs: ReadonlyMap<string, PlacedValue>;
  readonly outputs: ReadonlyMap<string, PlacedValue>;
  /** What was sent for good, by the input's name. */
  readonly sent: Map<string, InputNumbers['numbers']>;
  readonly config: RunConfig;
}

async function runBound(
  { ort, session }: BoundState,
  { pointer, inputs, outputs, sent, config }: Binding,
  { feeds, wanted, signal }: RunRequest,
): Promise<Readonly<Record<string, OutputNumbers>>> {
  signal?.throwIfAborted();
  for (const [name, { numbers, areLasting }] of Object.entries(feeds)) {
    if (areLasting && sent.get(name) === numbers) continue;
    inputs.get(name)!.write(numbers);
    if (areLasting) sent.set(name, numbers);
    else sent.delete(name);
  }
  await withRunOptions(ort, { signal, config }, (options) =>
    ort.callApart('RunWithBinding', session, options, pointer),
  );
  return Object.fromEntries(wanted.map((name) => [name, resultIn(outputs.get(name)!)]));
}

function resultIn(placed: PlacedValue): OutputNumbers {
  return { dims: placed.dims, data: placed.read() };
}

/** Places for these sizes; null where the device gives none, or an output is not of floats. */
function bind(
  state: BoundState,
  feeds: RunRequest['feeds'],
  outputs: Readonly<Record<string, OutputNumbers>>,
): Binding | null {
  const { ort, session, memory } = state;
  if (!memory || Object.values(outputs).some(({ data }) => !(data instanceof Float32Array))) return null;
  const pointer = ort.make('CreateIoBinding', session);
  const inputs = new Map<string, PlacedValue>();
  const results = new Map<string, PlacedValue>();
  for (const [name, { dims, numbers }] of Object.entries(feeds)) {
    const placed = memory.place(dims, numbers instanceof Float32Array ? 'float' : 'int');
    inputs.set(name, placed);
    ort.call('BindInput', pointer, name, placed.value);
  }
  for (const [name, { dims }] of Object.entries(outputs)) {
    const placed = memory.place(dims, 'float');
    results.set(name, placed);
    ort.call('BindOutput', pointer, name, placed.value);
  }
  state.recordings += 1;
  const config = recording(state, state.recordings <= RECORDINGS_MAX ? state.recordings : -1);
  return { pointer, inputs, outputs: results, sent: new Map(), config };
}

function recording({ capture }: BoundState, id: number): RunConfig {
  return capture ? { [RECORDING]: String(id) } : {};
}

function releaseOldest(ort: OrtLibrary, bindings: Map<string, Binding>): void {
  const [key, { pointer, inputs, outputs }] = bindings.entries().next().value!;
  bindings.delete(key);
  ort.call('ReleaseIoBinding', pointer);
  for (const placed of [...inputs.values(), ...outputs.values()]) placed.release();
}

/** The same for runs of the same sizes and types that want the same; rows of a wrong length never have a place. */
function keyOf(feeds: RunRequest['feeds'], wanted: readonly string[]): string {
  const sizes = Object.entries(feeds).map(([name, { dims, numbers }]) => [
    name,
    numbers.constructor.name,
    dims,
    numbers.length,
  ]);
  return JSON.stringify([sizes, wanted]);
}
