import type { WeightInput } from '#renderer/engine/graph/ir/weight-input.ts';

/** An ONNX model ready to be opened: a few KB of protobuf whose weights point into the user's own files. */
export interface BuiltGraph {
  /** What it is, for messages: "unet", "text encoder", "vae decoder" … */
  readonly name: string;
  /** ModelProto. External data locations are absolute paths without the leading slash. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of inputs, their dimensions, with names for those that may be of any size; left out where no graph is built. */
  readonly inputDims?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Those of its inputs that weights come by; none when left out. */
  readonly weightInputs?: readonly WeightInput[];
  /** Those of its constants that are handed over when it is opened; none when left out. */
  readonly sharedWeights?: readonly WeightInput[];
  /** Keys of those with which ONNX Runtime would compute when it opens the graph, as it cannot; none when left out. */
  readonly foldedWeights?: readonly string[];
  /**
   * What ONNX Runtime's optimiser shall do when it opens this; `extended` when left out. `disabled`: it would find nothing,
   * and looking takes a quarter of the time to open. `all`: convolutions in a blocked layout, a quarter faster on the
   * CPU where tiles (winograd.ts) do not pay; needs weights that do not stay mapped, and copies them.
   */
  readonly optimisation?: 'disabled' | 'extended' | 'all';
}
