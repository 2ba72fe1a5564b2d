import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type DeviceMemory, deviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import {
  createLastingPlaces,
  type LastingPlace,
  type LastingPlaces,
  lastingIn,
  typeOf,
} from '#renderer/engine/runtime/lasting-places.ts';
import { openMemoryApart } from '#renderer/engine/runtime/memory-apart.ts';
import {
  openHandle,
  type RunConfig,
  type RunRequest,
  releaseHandle,
  runOnce,
  withRunOptions,
} from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph, OpenOptions, OutputNumbers, PlacedInput } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { PlacedValue } from '#renderer/engine/runtime/placed-value.ts';
import { holdRecordedRuns, type RecordedRuns } from '#renderer/engine/runtime/recorded-runs.ts';

/** Different sizes of inputs that keep places of their own; the one that was used least lately gives its place up. */
const BINDINGS_MAX = 8;

/** Sizes whose kernels are recorded at once. On CUDA recordings stay until the session's end. */
const RECORDINGS_MAX = 32;

/** ONNX Runtime's name for the recording that a run makes or replays; -1 = neither. */
const RECORDING = 'gpu_graph_id';

/**
 * Opens a graph whose inputs and outputs keep their places on the device: the first run of a size is an ordinary one,
 * and says how large the outputs are; later ones of that size write into the places and read from them. Nothing is
 * allocated for them, lasting numbers are sent once, and with `captures` the second run of a size is recorded and later
 * ones replay it: such a run cannot be stopped, and rejects at its end when its signal has aborted.
 */
export async function openBound(ort: OrtLibrary, graph: BuiltGraph, options: OpenOptions): Promise<OpenGraph> {
  const state = await openState(ort, graph, options);
  const bindings = new Map<string, Binding>();
  const drop = (key: string) => {
    const binding = bindings.get(key)!;
    bindings.delete(key);
    releaseBinding(state, binding);
  };
  return {
    async run(feeds, wanted, signal, into = {}) {
      const request = { feeds, wanted, signal, into };
      const key = keyOf(request);
      const known = bindings.get(key);
      if (!known) {
        const { outputs, binding } = await runFirst(state, request);
        if (binding) bindings.set(key, binding);
        if (bindings.size > BINDINGS_MAX) drop(bindings.keys().next().value!);
        return outputs;
      }
      bindings.delete(key);
      bindings.set(key, known);
      signal?.throwIfAborted();
      const outputs = await runBound(state, known, request).catch((thrown: unknown) => {
        // What was recorded until then would be replayed as if it were all.
        if (known.recording !== null) drop(key);
        throw thrown;
      });
      signal?.throwIfAborted();
      return outputs;
    },
    async release() {
      for (const key of [...bindings.keys()]) drop(key);
      state.memory.release();
      releaseHandle(ort, state.session, options);
      await state.recordings?.runs.release();
    },
  };
}

async function openState(ort: OrtLibrary, graph: BuiltGraph, options: OpenOptions): Promise<BoundState> {
  const { provider, captures = false } = options;
  const session = await openHandle(ort, graph, options);
  try {
    // What a recording computes lies in the session's memory, which has no idea of it: whatever it gave to places later
    // would be overwritten by a replay.
    const memory = captures ? await openMemoryApart(ort, provider) : deviceMemory(ort, session, provider);
    if (!memory) throw new Error("a card's memory cannot be written from here, so that nothing can be recorded");
    const recordings = captures ? { runs: holdRecordedRuns(), frees: provider === 'webgpu', lastId: 0, held: 0 } : null;
    return { ort, session, memory, places: createLastingPlaces(memory), recordings };
  } catch (thrown) {
    releaseHandle(ort, session, options);
    throw thrown;
  }
}

interface BoundState {
  readonly ort: OrtLibrary;
  readonly session: Pointer;
  readonly memory: DeviceMemory;
  /** For inputs that are the same whatever the sizes of the others. */
  readonly places: LastingPlaces;
  /** Null where nothing is recorded. */
  readonly recordings: Recordings | null;
}

interface Recordings {
  readonly runs: RecordedRuns;
  /** Whether the provider can give up one of them; CUDA's cannot. */
  readonly frees: boolean;
  lastId: number;
  held: number;
}

interface Binding {
  readonly pointer: Pointer;
  readonly inputs: ReadonlyMap<string, OwnPlace>;
  readonly lasting: ReadonlyMap<string, LastingPlace>;
  readonly outputs: ReadonlyMap<string, PlacedValue>;
  /** Which recording is its own; null = none, or no room for one. */
  readonly recording: number | null;
}

/** The place of an input that comes anew, or from a place elsewhere on the device. */
interface OwnPlace {
  readonly placed: PlacedValue;
  /** What was copied there from elsewhere. */
  lying: PlacedValue | null;
}

/** An ordinary run, and places for the runs after it. */
async function runFirst(
  state: BoundState,
  request: RunRequest,
): Promise<{ readonly outputs: Readonly<Record<string, OutputNumbers>>; readonly binding: Binding | null }> {
  const { ort, session, memory } = state;
  const { feeds } = request;
  request.signal?.throwIfAborted();
  const numbers = new Map(lastingIn(feeds));
  const lasting = new Map([...numbers].map(([name, input]) => [name, state.places.hold(name, input)]));
  const release = () => {
    for (const place of lasting.values()) place.release();
  };
  try {
    for (const [name, place] of lasting) place.send(numbers.get(name)!.numbers);
    if (lasting.size > 0) memory.settle();
    const placed = new Map([...lasting].map(([name, { value }]) => [name, value]));
    const outputs = await runOnce(ort, session, { ...request, placed, config: configOf(state, null) });
    // Results that go to another place with every run are written there, so there is nothing to bind.
    const isPassing = Object.values(request.into).some(({ stays }) => !stays);
    const binding = isPassing ? null : bind(state, { ...request, lasting, outputs });
    if (!binding) release();
    return { outputs, binding };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

async function runBound(
  state: BoundState,
  binding: Binding,
  { feeds, wanted, signal, into }: RunRequest,
): Promise<Readonly<Record<string, OutputNumbers>>> {
  const { inputs, lasting, outputs } = binding;
  for (const [name, input] of Object.entries(feeds)) {
    if ('placed' in input) bring(inputs.get(name), input.placed);
    else (lasting.get(name) ?? { send: inputs.get(name)!.placed.write }).send(input.numbers);
  }
  state.memory.settle();
  await runOn(state, binding, signal);
  const coming = wanted.filter((name) => !into[name]);
  const results = coming.map(async (name) => [name, await resultIn(outputs.get(name)!)] as const);
  return Object.fromEntries(await Promise.all(results));
}

/** Stopping a run that is recorded would leave half a recording, so it is not told of the signal. */
function runOn(
  { ort, session, recordings }: BoundState,
  { pointer, recording }: Binding,
  signal: AbortSignal | null,
): Promise<void> {
  const config = configOf({ recordings }, recording);
  if (recording === null || !recordings)
    return withRunOptions(ort, { signal, config }, (options) =>
      ort.callApart('RunWithBinding', session, options, pointer),
    );
  const { runs } = recordings;
  return withRunOptions(ort, { signal: null, config }, (options) => runs.run({ session, options, binding: pointer }));
}

/** Copies from elsewhere on the device what does not lie here yet; without a place of its own it is read where it is. */
function bring(own: OwnPlace | undefined, from: PlacedValue): void {
  if (!own || own.lying === from) return;
  own.lying = null;
  own.placed.copy(from);
  own.lying = from;
}

async function resultIn(placed: PlacedValue): Promise<OutputNumbers> {
  return { dims: placed.dims, data: await placed.read() };
}

type Bound = Pick<RunRequest, 'feeds' | 'into'> &
  Pick<Binding, 'lasting'> & { readonly outputs: Readonly<Record<string, OutputNumbers>> };

/** Places for these sizes; null where an output is not of floats. */
function bind(state: BoundState, { feeds, into, lasting, outputs }: Bound): Binding | null {
  const { ort, session, memory } = state;
  if (Object.values(outputs).some(({ data }) => !(data instanceof Float32Array))) return null;
  const pointer = ort.make('CreateIoBinding', session);
  const inputs = new Map<string, OwnPlace>();
  const results = new Map<string, PlacedValue>();
  const own = (name: string, dims: readonly number[], type: PlacedValue['type']) => {
    const placed = memory.place(dims, type);
    inputs.set(name, { placed, lying: null });
    return placed;
  };
  for (const [name, input] of Object.entries(feeds)) {
    const place =
      'placed' in input
        ? input.stays
          ? input.placed
          : own(name, input.dims, input.placed.type)
        : (lasting.get(name) ?? own(name, input.dims, typeOf(input.numbers)));
    ort.call('BindInput', pointer, name, place.value);
  }
  for (const [name, { placed }] of Object.entries(into)) ort.call('BindOutput', pointer, name, placed.value);
  for (const [name, { dims }] of Object.entries(outputs)) {
    const placed = memory.place(dims, 'float');
    results.set(name, placed);
    ort.call('BindOutput', pointer, name, placed.value);
  }
  return { pointer, inputs, lasting, outputs: results, recording: nextRecording(state) };
}

function nextRecording({ recordings }: BoundState): number | null {
  if (!recordings || recordings.held >= RECORDINGS_MAX) return null;
  recordings.held += 1;
  recordings.lastId += 1;
  return recordings.lastId;
}

/** Where recordings can be made, a run that has none must say so. */
function configOf({ recordings }: Pick<BoundState, 'recordings'>, recording: number | null): RunConfig {
  return recordings ? { [RECORDING]: String(recording ?? -1) } : {};
}

function releaseBinding(
  { ort, session, recordings }: BoundState,
  { pointer, inputs, lasting, outputs, recording }: Binding,
): void {
  if (recordings?.frees && recording !== null) {
    ort.call('SessionReleaseCapturedGraph', session, recording);
    recordings.held -= 1;
  }
  ort.call('ReleaseIoBinding', pointer);
  const own = [...inputs.values()].map(({ placed }) => placed);
  for (const placed of [...own, ...lasting.values(), ...outputs.values()]) placed.release();
}

/** The same for runs of the same sizes and types that want the same; rows of a wrong length never have a place. */
function keyOf({ feeds, wanted, into }: RunRequest): string {
  const sizes = Object.entries(feeds).map(([name, input]) => {
    if ('placed' in input) return [name, input.placed.type, input.dims, placeKey(input)];
    const { dims, numbers, areLasting } = input;
    return [name, typeOf(numbers), dims, numbers.length, areLasting === true];
  });
  return JSON.stringify([sizes, wanted, Object.entries(into).map(([name, place]) => [name, placeKey(place)])]);
}

const placeKeys = new WeakMap<PlacedValue, number>();
let lastPlaceKey = 0;

/** Which place it is, where it is bound itself; -1 for those whose numbers are brought to another. */
function placeKey({ placed, stays }: PlacedInput): number {
  if (!stays) return -1;
  const known = placeKeys.get(placed);
  if (known !== undefined) return known;
  lastPlaceKey += 1;
  placeKeys.set(placed, lastPlaceKey);
  return lastPlaceKey;
}
