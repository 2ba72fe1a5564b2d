import type { AttributeValue } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { SharedSizes } from '#renderer/engine/graph/ir/sizes.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The part of a graph that spells a layer in operators; it knows of no weights. */
export interface Emitter {
  /** Heights and widths, asked for once per resolution. */
  readonly sizes: SharedSizes;
  /** Adds an operator of the standard set and gives its only (or first) output. */
  op(op: string, inputs: readonly (Value | null)[], attributes?: Attributes): Value;
  /** Adds an operator of ONNX Runtime's own set (com.microsoft). */
  fused(op: string, inputs: readonly (Value | null)[], attributes?: Attributes): Value;
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
