import type { Provider } from '#shared/contract/bounds.ts';

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
  /** Start of a file's name: what ran each node, and how long, is written there at the release. */
  readonly profile?: string;
}

/** Numbers that go in; they must not change until the run is over. */
export interface InputNumbers {
  readonly dims: readonly number[];
  readonly numbers: Float32Array | Int32Array;
}

/** Numbers that come out, or the bits of 16-bit numbers; the caller's own. */
export interface OutputNumbers {
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | Int8Array;
}

/** A graph that ONNX Runtime has opened, by whatever way. One run at a time. */
export interface OpenGraph {
  /** Rejects with the signal's reason when that has aborted, and where runs can be stopped, soon after it does. */
  run(
    feeds: Readonly<Record<string, InputNumbers>>,
    wanted: readonly string[],
    signal: AbortSignal | null,
  ): Promise<Readonly<Record<string, OutputNumbers>>>;
  /** Gives the memory back; nothing may be running, and nothing run afterwards. */
  release(): Promise<void>;
}
