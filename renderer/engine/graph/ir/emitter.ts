import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import type { SharedSizes } from '#renderer/engine/graph/ir/sizes.ts';
import type { Attributes, OperatorNode, TensorType, Value } from '#renderer/engine/graph/ir/value.ts';

/** The part of a graph that spells a layer in operators. */
export interface Emitter {
  /** Heights and widths, asked for once per resolution. */
  readonly sizes: SharedSizes;
  /** Brings the weights that are operands of composites into a form for operators. */
  readonly weights: WeightAccess;
  /** Adds an operator of the standard set and gives its only (or first) output. Weights are loaded as they are used. */
  op(op: string, inputs: readonly (Value | null)[], attributes?: Attributes): Value;
  /** Adds an operator of ONNX Runtime's own set (com.microsoft). */
  fused(op: string, inputs: readonly (Value | null)[], attributes?: Attributes): Value;
  /** Adds an operator with several outputs: true where one is wanted, in the operator's order. */
  many(
    operator: Pick<OperatorNode, 'op' | 'domain'>,
    inputs: readonly (Value | null)[],
    options: ManyOptions,
  ): readonly Value[];
  /** A constant list of numbers, or one number when `dims` is empty. Equal constants are shared. */
  floats(values: readonly number[], dims?: readonly number[]): Value;
  /** A constant list of int64 numbers, or one number when `dims` is empty. Equal constants are shared. */
  ints(values: readonly number[], dims?: readonly number[]): Value;
  /** The same, for operators whose operands are weights and constants alone. */
  preparing(): Emitter;
  /** The same in float32, whatever the graph's precision; `widen` brings values there, `narrow` back. */
  exact(): Emitter;
  widen(value: Value): Value;
  narrow(value: Value): Value;
}

export interface ManyOptions {
  readonly outputs: readonly boolean[];
  readonly attributes: Attributes;
  /** What the outputs are, where that is known already; inferred when left out. */
  readonly types?: readonly (TensorType | null)[];
}

/** Which part of a weight is wanted, and how. */
export type WeightPart = Omit<WeightRows, 'shape'>;

/** A weight of bytes that stand for one of 256 numbers. */
export interface EightBitWeight {
  readonly bytes: Value;
  readonly numbers: readonly number[];
}

/**
 * Weights as operators can take them, in the type in which the network asked for them. A value that is not a weight of
 * the file, such as a constant, is there already.
 */
export interface WeightAccess {
  /** Whether weights stay in their file's mapping. */
  readonly isMapped: boolean;
  /** Whether it is a weight of the file, of which parts can be had. */
  isStored(value: Value): boolean;
  /** A weight or, as a weight of their own, some of its rows: no copy, only another byte range. */
  load(weight: Value, part?: WeightPart): Value;
  /** As it is stored, whatever its type there is. */
  loadAsStored(weight: Value): Value;
  /** The bytes (uint8) of a weight that is stored as 8-bit floats, and what each means; null for all others. */
  loadEightBit(weight: Value): EightBitWeight | null;
  /** A small weight or a constant, read now, as float32 of these dimensions; null where that cannot be done. */
  read(weight: Value, dims: readonly number[]): Value | null;
  /**
   * Rows of a matrix as 8-bit integers (in, out) and a scale per output, where the weights hold it so
   * (weights/quantised-weights.ts); null where they don't.
   */
  quantised(weight: Value, part?: WeightPart): { readonly weight: Value; readonly scale: Value } | null;
  /**
   * The kernels of a tiled convolution as its tiles are multiplied with them, where the weights hold them so
   * (weights/tile-kernels.ts); null where they don't.
   */
  tileKernels(weight: Value, dims: readonly number[]): Value | null;
}
