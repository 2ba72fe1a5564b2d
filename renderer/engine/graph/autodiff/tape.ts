import { floatBytes } from '#renderer/engine/graph/ir/constants.ts';
import { type InitializerDescription, ONNX_TYPE, type OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import { initializerValue, operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { Attributes, OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { elements } from '#renderer/engine/tensor.ts';

/**
 * Writes operators behind a graph whose every dimension is a number. Only such as all providers have: there are no
 * kernels for gradients in ONNX Runtime's builds for inference.
 */
export class Tape {
  /** In the order in which they were written. */
  readonly nodes: OperatorNode[] = [];
  readonly initializers: InitializerDescription[] = [];
  readonly #network: string;
  readonly #constants = new Map<string, Value>();

  /** `network` is for messages. */
  constructor(network: string) {
    this.#network = network;
  }

  /** Adds an operator of the standard set and gives its only output. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    const name = `gradient:${op}:${this.nodes.length}`;
    const node = operatorNode({ op, domain: '', name, inputs, attributes, outputs: [name], network: this.#network });
    this.nodes.push(node);
    return node.outputs[0]!;
  }

  /** Constant whole numbers; equal constants are shared. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const bytes = () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant('int64', { values, dims, bytes });
  }

  /** Constant numbers of a value's type, or one number when `dims` is left out; equal constants are shared. */
  floats(values: readonly number[], { type }: Pick<Value, 'type'>, dims: readonly number[] = []): Value {
    const bytes = () => floatBytes(values, type === 'float16' ? type : 'float');
    return this.#constant(type, { values, dims, bytes });
  }

  /** A value in another type; itself where it has that. */
  as(x: Value, type: OnnxType): Value {
    return x.type === type ? x : this.op('Cast', [x], { to: ONNX_TYPE[type] });
  }

  reshape(x: Value, dims: readonly number[]): Value {
    return sidesOf(x).join() === dims.join() ? x : this.op('Reshape', [x, this.ints(dims)]);
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return this.op('Transpose', [x], { perm });
  }

  add(a: Value, b: Value): Value {
    return this.op('Add', [a, b]);
  }

  subtract(a: Value, b: Value): Value {
    return this.op('Sub', [a, b]);
  }

  multiply(a: Value, b: Value): Value {
    return this.op('Mul', [a, b]);
  }

  scale(a: Value, factor: number): Value {
    return factor === 1 ? a : this.multiply(a, this.floats([factor], a));
  }

  /** Over axes, which stay as 1 unless `keeps` is false. */
  sum(x: Value, axes: readonly number[], keeps = true): Value {
    return axes.length === 0 ? x : this.op('ReduceSum', [x, this.ints(axes)], { keepdims: keeps ? 1 : 0 });
  }

  /** Over axes, which stay as 1. */
  mean(x: Value, axes: readonly number[]): Value {
    return this.op('ReduceMean', [x, this.ints(axes)], { keepdims: 1 });
  }

  /** The last two dimensions in the other order. */
  turned(x: Value): Value {
    const rank = x.dims.length;
    return this.transpose(x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
  }

  /** From places to others along axes, by steps of 1 when left out. */
  slice(x: Value, { from, to, axes, steps }: SliceBounds): Value {
    const ends = [this.ints(from), this.ints(to), this.ints(axes)];
    return this.op('Slice', [x, ...ends, ...(steps ? [this.ints(steps)] : [])]);
  }

  /** Sums what an operator had spread over others, back to these dimensions. */
  gathered(gradient: Value, dims: readonly number[]): Value {
    const spread = sidesOf(gradient);
    const lead = spread.length - dims.length;
    const axes = spread.flatMap((side, i) => (i < lead || (dims[i - lead] === 1 && side !== 1) ? [i] : []));
    return this.reshape(this.sum(gradient, axes), dims);
  }

  #constant(type: OnnxType, { values, dims, bytes }: ConstantContent): Value {
    const content = `${type}${dims.join('x')}:${values.join()}`;
    const known = this.#constants.get(content);
    if (known) return known;
    const name = `gradient:constant:${this.#constants.size}`;
    const described = { name, type, dims, data: { kind: 'inline', bytes: bytes() } } as const;
    const value = initializerValue(described, values);
    this.initializers.push(described);
    this.#constants.set(content, value);
    return value;
  }
}

export interface SliceBounds {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly axes: readonly number[];
  readonly steps?: readonly number[];
}

interface ConstantContent {
  readonly values: readonly number[];
  readonly dims: readonly number[];
  readonly bytes: () => Uint8Array;
}

/** The dimensions of a value of a graph in which all are numbers. */
export function sidesOf({ dims }: Value): readonly number[] {
  return dims as readonly number[];
}

/** How many numbers such a value has. */
export function countOf(value: Value): number {
  return elements(sidesOf(value));
}
