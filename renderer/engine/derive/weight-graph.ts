import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { describeWeight, type WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import {
  type AttributeValue,
  encodeModel,
  type InitializerDescription,
  type NodeDescription,
  ONNX_TYPE,
  type OnnxType,
  standardNode,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import type { StorableDtype } from '#renderer/engine/weights/storable-dtype.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** BitCast, which gives the bits of formats that the binding cannot hand over, came with this version. */
const OPSET = 26;

/**
 * Arithmetic on tensors in files, to be run once: what lies in the files is mapped, computed in float32 and handed over
 * in a stored format. No numbers pass through JavaScript on the way.
 */
export class WeightGraph {
  readonly #name: string;
  /** Conversions of what is stored come first: only then each is made just before its use (see Graph). */
  readonly #casts: NodeDescription[] = [];
  readonly #nodes: NodeDescription[] = [];
  readonly #initializers = new Map<string, InitializerDescription>();
  /** Initializers that are inputs too: ONNX Runtime would fold the whole arithmetic while it opens, on one thread. */
  readonly #stored: ValueDescription[] = [];
  readonly #outputs: ValueDescription[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** A tensor of a file as float32, its numbers in another shape where one is given. */
  stored(entry: WeightEntry, shape: readonly number[] = entry.shape): Value {
    return this.storedRows(entry, { shape });
  }

  /** Some of its rows: `shape` is that of the whole. */
  storedRows(entry: WeightEntry, rows: WeightRows): Value {
    const name = `stored:${this.#stored.length}`;
    const described = { ...describeWeight(name, { entry, rows }), name };
    this.#initializers.set(name, described);
    this.#stored.push({ name, type: described.type, dims: described.dims });
    if (described.type === 'float') return { name };
    const cast = { inputs: [name], outputs: [`${name}:float`], attributes: { to: ONNX_TYPE.float } };
    this.#casts.push(standardNode('Cast', cast));
    return { name: `${name}:float` };
  }

  /** A number. */
  float(value: number): Value {
    return this.floats([value], []);
  }

  /** Numbers that stand in the graph. */
  floats(values: readonly number[], dims: readonly number[]): Value {
    return this.#constant({ type: 'float', dims, bytes: new Uint8Array(Float32Array.from(values).buffer) });
  }

  /** A list of whole numbers: a shape, axes. */
  ints(values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant({ type: 'int64', dims: [values.length], bytes });
  }

  /** Adds an operator of the standard set and gives its only output. */
  op(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, AttributeValue>> = {}): Value {
    const name = `${op}:${this.#nodes.length}`;
    this.#nodes.push({ op, domain: '', name, inputs: inputs.map((value) => value.name), outputs: [name], attributes });
    return { name };
  }

  reshape(value: Value, shape: readonly number[]): Value {
    return this.op('Reshape', [value, this.ints(shape)]);
  }

  /** Declares a result and the format that its bytes shall have. 16-bit formats come as the bits they are stored as. */
  output(name: string, value: Value, { dims, as }: { dims: readonly number[]; as: StorableDtype | 'I8' }): void {
    const type = STORABLE[as];
    const converted = type === 'float' ? value : this.op('Cast', [value], { to: ONNX_TYPE[type] });
    const isPlain = type === 'float' || type === 'int8';
    const bits = isPlain ? converted : this.op('BitCast', [converted], { to: ONNX_TYPE.uint16 });
    this.#nodes.push({ op: 'Identity', domain: '', name, inputs: [bits.name], outputs: [name], attributes: {} });
    this.#outputs.push({ name, type: isPlain ? type : 'uint16', dims });
  }

  build(): BuiltGraph {
    const bytes = encodeModel({
      name: this.#name,
      nodes: [...this.#casts, ...this.#nodes],
      initializers: [...this.#initializers.values()],
      inputs: this.#stored,
      outputs: this.#outputs,
      opset: OPSET,
    });
    const outputs = this.#outputs.map(({ name }) => name);
    return { name: this.#name, bytes, inputs: [], outputs, optimisation: 'disabled' };
  }

  #constant({ type, dims, bytes }: { type: OnnxType; dims: readonly number[]; bytes: Uint8Array }): Value {
    const name = `constant:${this.#initializers.size}`;
    this.#initializers.set(name, { name, type, dims, data: { kind: 'inline', bytes } });
    return { name };
  }
}

const STORABLE: Readonly<Record<StorableDtype | 'I8', OnnxType>> = {
  F32: 'float',
  F16: 'float16',
  BF16: 'bfloat16',
  I8: 'int8',
};
