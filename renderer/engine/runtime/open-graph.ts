import type { PlacedValue } from '#renderer/engine/runtime/placed-value.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** What the CUDA provider is asked for beyond its defaults; nothing where left out. */
export interface CudaWishes {
  /** Convolutions in channels-last layout. */
  readonly nhwc?: boolean;
  /** A convolution with its bias in one kernel. */
  readonly fuseConvBias?: boolean;
  readonly attention?: 'flash' | 'memory-efficient' | 'cudnn' | 'cudnn-first';
  /** Its memory grows by what is asked for, and not by the next power of two. */
  readonly exactMemory?: boolean;
}

/** How ONNX Runtime is to open a graph. */
export interface OpenOptions {
  readonly provider: Provider;
  /** Threads for one operator; 0 lets ONNX Runtime take every core. */
  readonly threads: number;
  readonly optimisation: 'disabled' | 'extended' | 'all';
  /** Whether what is computed lies in memory that later runs use again. */
  readonly arena: boolean;
  /** Whether threads without work watch for some, which is quick and keeps a core busy. */
  readonly spins: boolean;
  /** Sizes of named dimensions that never change: what depends on them alone is computed at the opening. */
  readonly sizes?: Readonly<Record<string, number>>;
  /**
   * On a card the kernels of a run are recorded once a size and replayed, for inputs and outputs at fixed places. A
   * graph of which something runs on the CPU cannot be opened so.
   */
  readonly captures?: boolean;
  readonly cuda?: CudaWishes;
  /** Constants that the graph shares with others, by their names; they must lie there until it is released. */
  readonly shared?: Readonly<Record<string, PlacedInput>>;
  /** Start of a file's name: what ran each node, and how long, is written there at the release. */
  readonly profile?: string;
}

/** Numbers that go in; they must not change until the run is over. */
export interface InputNumbers {
  readonly dims: readonly number[];
  readonly numbers: Float32Array | Int32Array;
  /** They never change: whoever has sent this array to a device need not send it again. */
  readonly areLasting?: boolean;
}

/** What lies on the device already, at a place of another session of the same provider. */
export interface PlacedInput {
  readonly dims: readonly number[];
  readonly placed: PlacedValue;
  /** Whether it is read from there for as long as there is a session, whatever comes to lie there. */
  readonly stays: boolean;
}

export type GraphInput = InputNumbers | PlacedInput;

/** Where outputs are to go instead of coming out. */
export type OutputPlaces = Readonly<Record<string, PlacedInput>>;

/** Numbers that come out, or the bits of 16-bit numbers; the caller's own. */
export interface OutputNumbers {
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | Int8Array;
}

/** A graph that ONNX Runtime has opened, by whatever way. One run at a time. */
export interface OpenGraph {
  /** Where there is one, it is called before each run with its inputs, and may take as long as opening a graph. */
  prepare?(feeds: Readonly<Record<string, GraphInput>>): Promise<void>;
  /**
   * Rejects with the signal's reason when that has aborted, and where runs can be stopped, soon after it does. Outputs
   * with a place go there and are not among the results; only a graph that was opened through the C API takes places.
   */
  run(
    feeds: Readonly<Record<string, GraphInput>>,
    wanted: readonly string[],
    signal: AbortSignal | null,
    into?: OutputPlaces,
  ): Promise<Readonly<Record<string, OutputNumbers>>>;
  /** Gives the memory back; nothing may be running, and nothing run afterwards. */
  release(): Promise<void>;
}
