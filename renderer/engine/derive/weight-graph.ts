import { planar } from '#renderer/engine/graph/dialects/image-layout.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import { ONNX_TYPE, type OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Attributes, Value } from '#renderer/engine/graph/ir/value.ts';
import type { StorableDtype } from '#renderer/engine/weights/storable-dtype.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/**
 * Arithmetic on tensors in files, to be run once: what lies in the files is mapped, computed in float32 and handed over
 * in a stored format. No numbers pass through JavaScript on the way. It is a Graph of operators alone, whose tensors
 * have places instead of keys.
 */
export class WeightGraph {
  readonly #graph: Graph;
  #stored = 0;

  constructor(name: string) {
    this.#graph = Graph.over(new Map(), { name, residency: 'mapped', dialect: { layout: planar, rules: {} } });
  }

  /** A tensor of a file as float32, its numbers in another shape where one is given. */
  stored(entry: WeightEntry, shape: readonly number[] = entry.shape): Value {
    return this.storedRows(entry, { shape });
  }

  /** Some of its rows: `shape` is that of the whole. */
  storedRows(entry: WeightEntry, rows: WeightRows): Value {
    return this.#graph.tensor(`stored:${this.#stored++}`, { entry, rows });
  }

  /** A number. */
  float(value: number): Value {
    return this.floats([value], []);
  }

  /** Numbers that stand in the graph. */
  floats(values: readonly number[], dims: readonly number[]): Value {
    return this.#graph.floats(values, dims);
  }

  /** A list of whole numbers: a shape, axes. */
  ints(values: readonly number[]): Value {
    return this.#graph.ints(values);
  }

  /** Adds an operator of the standard set and gives its only output. */
  op(op: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.#graph.op(op, inputs, attributes);
  }

  reshape(value: Value, shape: readonly number[]): Value {
    return this.op('Reshape', [value, this.ints(shape)]);
  }

  /** Declares a result and the format that its bytes shall have. 16-bit formats come as the bits they are stored as. */
  output(name: string, value: Value, { dims, as }: { dims: readonly number[]; as: StorableDtype | 'I8' }): void {
    const type = STORABLE[as];
    const converted = type === 'float' ? value : this.op('Cast', [value], { to: ONNX_TYPE[type] });
    const isPlain = type === 'float' || type === 'int8';
    // The binding cannot hand over 16-bit floats.
    const bits = isPlain ? converted : this.op('BitCast', [converted], { to: ONNX_TYPE.uint16 });
    this.#graph.result(name, bits, dims);
  }

  build(): BuiltGraph {
    return { ...this.#graph.build(), inputs: [], optimisation: 'disabled' };
  }
}

const STORABLE: Readonly<Record<StorableDtype | 'I8', OnnxType>> = {
  F32: 'float',
  F16: 'float16',
  BF16: 'bfloat16',
  I8: 'int8',
};
