import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type DeviceMemory, deviceMemory, type PlacedValue } from '#renderer/engine/runtime/device-memory.ts';
import {
  createLastingPlaces,
  type LastingPlace,
  type LastingPlaces,
  typeOf,
} from '#renderer/engine/runtime/lasting-places.ts';
import {
  openHandle,
  type RunConfig,
  type RunRequest,
  releaseHandle,
  runOnce,
  withRunOptions,
} from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph, OpenOptions, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
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
  const places = memory && createLastingPlaces(memory);
  const state: BoundState = { ort, session, memory, places, capture: options.cuda?.capture === true, recordings: 0 };
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
      const { outputs, binding } = await runFirst(state, { feeds, wanted, signal });
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
  /** For inputs that are the same whatever the sizes of the others. */
  readonly places: LastingPlaces | null;
  readonly capture: boolean;
  /** How many sizes have got one. */
  recordings: number;
}

interface Binding {
  readonly pointer: Pointer;
  readonly inputs: ReadonlyMap<string, PlacedValue>;
  readonly lasting: ReadonlyMap<string, LastingPlace>;
  readonly outputs: ReadonlyMap<string, PlacedValue>;
  readonly config: RunConfig;
}

/** An ordinary run, and places for the runs after it. */
async function runFirst(
  state: BoundState,
  request: RunRequest,
): Promise<{ readonly outputs: Readonly<Record<string, OutputNumbers>>; readonly binding: Binding | null }> {
  const { ort, session, memory } = state;
  const { feeds } = request;
  request.signal?.throwIfAborted();
  const lasting = holdLasting(state, feeds);
  const release = () => {
    for (const place of lasting.values()) place.release();
  };
  try {
    for (const [name, place] of lasting) place.send(feeds[name]!.numbers);
    if (lasting.size > 0) memory?.settle();
    const placed = new Map([...lasting].map(([name, { value }]) => [name, value]));
    const outputs = await runOnce(ort, session, { ...request, placed, config: recording(state, -1) });
    const binding = bind(state, { feeds, lasting, outputs });
    if (!binding) release();
    return { outputs, binding };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

function holdLasting({ places }: BoundState, feeds: RunRequest['feeds']): ReadonlyMap<string, LastingPlace> {
  const lasting = new Map<string, LastingPlace>();
  if (!places) return lasting;
  for (const [name, input] of Object.entries(feeds)) if (input.areLasting) lasting.set(name, places.hold(name, input));
  return lasting;
}

async function runBound(
  { ort, session, memory }: BoundState,
  { pointer, inputs, lasting, outputs, config }: Binding,
  { feeds, wanted, signal }: RunRequest,
): Promise<Readonly<Record<string, OutputNumbers>>> {
  signal?.throwIfAborted();
  for (const [name, { numbers }] of Object.entries(feeds)) {
    const place = lasting.get(name);
    if (place) place.send(numbers);
    else inputs.get(name)!.write(numbers);
  }
  memory?.settle();
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
  {
    feeds,
    lasting,
    outputs,
  }: Pick<RunRequest, 'feeds'> &
    Pick<Binding, 'lasting'> & { readonly outputs: Readonly<Record<string, OutputNumbers>> },
): Binding | null {
  const { ort, session, memory } = state;
  if (!memory || Object.values(outputs).some(({ data }) => !(data instanceof Float32Array))) return null;
  const pointer = ort.make('CreateIoBinding', session);
  const inputs = new Map<string, PlacedValue>();
  const results = new Map<string, PlacedValue>();
  for (const [name, { dims, numbers }] of Object.entries(feeds)) {
    const own = lasting.has(name) ? null : memory.place(dims, typeOf(numbers));
    if (own) inputs.set(name, own);
    ort.call('BindInput', pointer, name, (own ?? lasting.get(name)!).value);
  }
  for (const [name, { dims }] of Object.entries(outputs)) {
    const placed = memory.place(dims, 'float');
    results.set(name, placed);
    ort.call('BindOutput', pointer, name, placed.value);
  }
  state.recordings += 1;
  const config = recording(state, state.recordings <= RECORDINGS_MAX ? state.recordings : -1);
  return { pointer, inputs, lasting, outputs: results, config };
}

function recording({ capture }: BoundState, id: number): RunConfig {
  return capture ? { [RECORDING]: String(id) } : {};
}

function releaseOldest(ort: OrtLibrary, bindings: Map<string, Binding>): void {
  const [key, { pointer, inputs, lasting, outputs }] = bindings.entries().next().value!;
  bindings.delete(key);
  ort.call('ReleaseIoBinding', pointer);
  for (const placed of [...inputs.values(), ...lasting.values(), ...outputs.values()]) placed.release();
}

/** The same for runs of the same sizes and types that want the same; rows of a wrong length never have a place. */
function keyOf(feeds: RunRequest['feeds'], wanted: readonly string[]): string {
  const sizes = Object.entries(feeds).map(([name, { dims, numbers, areLasting }]) => [
    name,
    typeOf(numbers),
    dims,
    numbers.length,
    areLasting === true,
  ]);
  return JSON.stringify([sizes, wanted]);
}
