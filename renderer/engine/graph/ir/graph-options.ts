import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { InitializerDescription, ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { OperatorNode } from '#renderer/engine/graph/ir/value.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** Where a graph gets its weights from; a WeightMap is one. */
export interface WeightSupply {
  has(key: string): boolean;
  /** The weight; `shape` is what the graph expects of it, which the graph checks itself. */
  get(key: string, shape: readonly number[]): WeightEntry | undefined;
  keys(): Iterable<string>;
}

/**
 * Where weights live at run time. `mapped`: in the file's mapping, converted when they are used (start in milliseconds,
 * memory of the stored format, shared between processes). `prepacked`: converted and rearranged once, in memory as
 * float32 (slow start, more memory, faster steps).
 */
export type Residency = 'mapped' | 'prepacked';

/** What a graph computes in. Its inputs and outputs are float32 in any case. */
export type Precision = 'float32' | 'float16';

/** A graph in operators. */
export interface GraphDescription {
  /** In an order in which they can run. */
  readonly nodes: readonly OperatorNode[];
  readonly initializers: readonly InitializerDescription[];
  readonly inputs: readonly ValueDescription[];
  readonly outputs: readonly ValueDescription[];
}

export interface GraphOptions {
  /** For messages: "unet", "vae decoder" … */
  readonly name: string;
  readonly residency: Residency;
  /** How `build` spells composites in operators. */
  readonly dialect: Dialect;
  /** float32 when left out. */
  readonly precision?: Precision;
  /**
   * Reads a small weight as float32 while the graph is built, so that it stands in it as a constant. Left out, each is
   * converted by an operator of its own when the graph is opened, which takes far longer.
   */
  readonly readSmall?: (entry: WeightEntry) => Float32Array;
  /** Weights that nobody uses and nobody misses, such as `position_ids` of old text encoders. */
  readonly harmless?: readonly RegExp[];
  /** Whether convolutions see an image's opposite edge beyond its edges; false when left out. */
  readonly wraps?: boolean;
  /** Whether weights get an addend at run time (low-rank-inputs.ts), or those of which keys; false when left out. */
  readonly adaptable?: boolean | ((key: string) => boolean);
  /** Which matrices and kernels come by inputs, as operators want them (weight-input.ts); none when left out. */
  readonly weightsApart?: (key: string) => boolean;
  /**
   * Which matrices and kernels are no part of it and yet constants: they are handed over when it is opened, as
   * operators want them, and several graphs have them in common (BuiltGraph.sharedWeights); none when left out.
   */
  readonly weightsShared?: (key: string) => boolean;
  /** Whether what a UNet makes of the prompt comes by inputs (prompt-products.ts), in this graph's precision; false when left out. */
  readonly promptApart?: boolean;
  /** What becomes of the finished graph before it is encoded, such as its gradients (graph/autodiff); nothing when left out. */
  readonly rewrite?: (graph: GraphDescription) => GraphDescription;
}
