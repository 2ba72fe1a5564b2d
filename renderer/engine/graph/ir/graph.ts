import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { Attributes, Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import { Initializers } from '#renderer/engine/graph/ir/initializers.ts';
import {
  encodeModel,
  type NodeDescription,
  ONNX_TYPE,
  type OnnxType,
  standardNode,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';
import { SharedSizes } from '#renderer/engine/graph/ir/sizes.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { floatToHalf } from '#renderer/engine/weights/half.ts';

interface State {
  readonly options: GraphOptions;
  readonly initializers: Initializers;
  readonly sizes: SharedSizes;
  readonly nodes: NodeDescription[];
  readonly inputs: ValueDescription[];
  readonly outputs: ValueDescription[];
}

/** What a scope sees the graph through. */
interface View {
  readonly path: string;
  /** Where operators go. */
  readonly nodes: NodeDescription[];
  /** Of weights, constants and what is computed with them. */
  readonly type: 'float' | 'float16';
}

/**
 * An ONNX graph under construction, seen from one scope. Scopes spell the weights' keys: `graph.scope('conv_in')
 * .weight('bias', [4])` is `conv_in.bias` of the state_dict. Loading is strict: a weight that is missing or has another
 * shape fails at once, one that nobody used fails in `build`.
 */
export class Graph implements Emitter {
  readonly #state: State;
  readonly #view: View;

  private constructor(state: State, view: View) {
    this.#state = state;
    this.#view = view;
  }

  /** An empty graph over these weights. */
  static over(weights: WeightSupply, options: GraphOptions): Graph {
    const nodes: NodeDescription[] = [];
    const initializers = new Initializers(weights, options);
    const type = options.precision === 'float16' ? 'float16' : 'float';
    const root = () => new Graph(state, { path: '', nodes, type });
    const sizes = new SharedSizes((op, inputs, attributes) => root().op(op, inputs, attributes));
    const state: State = { options, initializers, sizes, nodes, inputs: [], outputs: [] };
    return root();
  }

  /** Heights and widths, asked for once per resolution. */
  get sizes(): SharedSizes {
    return this.#state.sizes;
  }

  /** How the layers are spelt for the provider that will run this. */
  get dialect(): Dialect {
    return this.#state.options.dialect;
  }

  /** The same graph, one step down: `scope('resnets', 0)` is `resnets.0`. */
  scope(...names: readonly (string | number)[]): Graph {
    const path = [this.#view.path, ...names].filter((part) => part !== '').join('.');
    return new Graph(this.#state, { ...this.#view, path });
  }

  /** The same scope, for operators whose operands are weights and constants alone. */
  preparing(): Graph {
    return new Graph(this.#state, { ...this.#view, nodes: this.#state.initializers.preparations });
  }

  /** The same scope in float32, whatever the graph's precision; `widen` brings values there, `narrow` back. */
  exact(): Graph {
    return new Graph(this.#state, { ...this.#view, type: 'float' });
  }

  /** A value of this scope's precision as float32. */
  widen(value: Value): Value {
    return this.#view.type === 'float' ? value : this.op('Cast', [value], { to: ONNX_TYPE.float });
  }

  /** A float32 value in this scope's precision. */
  narrow(value: Value): Value {
    return this.#view.type === 'float' ? value : this.op('Cast', [value], { to: ONNX_TYPE[this.#view.type] });
  }

  /** The key of this scope's weight if it gets an addend at run time. */
  get adaptable(): string | null {
    const key = this.#key('weight');
    return this.#state.options.adaptable ? key : null;
  }

  /** Whether the weights hold this name in this scope. */
  has(name: string): boolean {
    return this.#state.initializers.has(this.#key(name));
  }

  /** A weight of this scope in its precision: as it is stored, or converted. */
  weight(name: string, shape: readonly number[]): Value {
    return this.weightRows(name, { shape });
  }

  /** Rows `from` to `to` (exclusive) of a weight, as a weight of its own: no copy, only another byte range. */
  weightRows(name: string, rows: WeightRows): Value {
    const { initializers } = this.#state;
    const stored = initializers.stored(this.#key(name), rows);
    const whole = rows.zeroColumns ? initializers.widened(stored, rows.zeroColumns) : stored;
    return initializers.as(whole, this.#view.type);
  }

  /** A weight (c) of this scope as (c, 1, …), to be spread over the `spread` last dimensions of an image. */
  weightPerChannel(name: string, { channels, spread }: { channels: number; spread: number }): Value {
    const { initializers } = this.#state;
    const dims = [channels, ...Array<number>(spread).fill(1)];
    const stored = initializers.stored(this.#key(name), { shape: [channels] });
    const read = this.#view.type === 'float' ? initializers.read(stored, dims) : null;
    return read ?? this.op('Reshape', [initializers.as(stored, this.#view.type), this.ints(dims)]);
  }

  /**
   * Rows of a matrix as 8-bit integers (in, out) and a scale per output, where the weights hold it so
   * (weights/quantised-weights.ts); null where they don't.
   */
  quantised(name: string, rows: WeightRows): { weight: Value; scale: Value } | null {
    return this.#state.initializers.quantised(this.#key(name), rows);
  }

  /**
   * The kernels of a tiled convolution as its tiles are multiplied with them, where the weights hold them so
   * (weights/tile-kernels.ts); null where they don't.
   */
  tileKernels(name: string, shape: readonly number[]): Value | null {
    return this.#state.initializers.tileKernels(this.#key(name), shape);
  }

  /**
   * The key of this scope's weight where another graph multiplies the prompt with it (prompt-products.ts); null where
   * this one does. It is checked, and counts as used.
   */
  promptWeight(shape: readonly number[]): string | null {
    if (!this.#state.options.promptApart) return null;
    const key = this.#key('weight');
    this.#state.initializers.check(key, shape);
    return key;
  }

  /** Rows of a big table, chosen by integer indices; of a mapped table only those are read and converted. */
  gatherRows(name: string, { shape, indices }: { shape: readonly number[]; indices: Value }): Value {
    // A GPU may lack the type that the file has.
    if (this.#state.options.residency === 'prepacked') return this.op('Gather', [this.weight(name, shape), indices]);
    const table = this.#state.initializers.stored(this.#key(name), { shape });
    const rows = this.op('Gather', [{ name: table.name }, indices], { axis: 0 });
    const { type } = this.#view;
    return table.type === type ? rows : this.op('Cast', [rows], { to: ONNX_TYPE[type] });
  }

  /** A constant list of numbers, or one number when `dims` is empty. Equal constants are shared. */
  floats(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const { type } = this.#view;
    return this.#state.initializers.constant(`${type}${dims.join('x')}:${values.join()}`, () => {
      const floats = Float32Array.from(values);
      return { type, dims, bytes: new Uint8Array(type === 'float' ? floats.buffer : floatToHalf(floats).buffer) };
    });
  }

  /** A constant list of int64 numbers, or one number when `dims` is empty. Equal constants are shared. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return this.#state.initializers.constant(`i${dims.join('x')}:${values.join()}`, () => {
      return { type: 'int64', dims, bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) };
    });
  }

  /** Adds an operator of the standard set and gives its only (or first) output. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.#node({ op, domain: '' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** Adds an operator of ONNX Runtime's own set (com.microsoft). */
  fused(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.#node({ op, domain: 'com.microsoft' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** As `fused`, with several outputs: true where one is wanted, in the operator's order. */
  fusedMany(op: string, inputs: readonly (Value | null)[], options: ManyOptions): readonly Value[] {
    return this.#node({ op, domain: 'com.microsoft' }, inputs, options);
  }

  /** Declares an input; named dimensions may vary from run to run. Floats come in this scope's precision. */
  input(name: string, type: OnnxType, dims: ValueDescription['dims']): Value {
    this.#state.inputs.push({ name, type, dims });
    return type === 'float' ? this.narrow({ name }) : { name };
  }

  /** Declares a float32 output, given in this scope's precision. */
  output(name: string, value: Value, dims: ValueDescription['dims']): void {
    const result = this.widen(value);
    this.#state.nodes.push(standardNode('Identity', { inputs: [result.name], outputs: [name] }));
    this.#state.outputs.push({ name, type: 'float', dims });
  }

  /** Finishes: throws Failure('invalid') when weights are left over. */
  build(): BuiltGraph {
    const { options, nodes, initializers, inputs, outputs } = this.#state;
    const { all, mapped } = initializers.finish();
    const every = [...initializers.preparations, ...nodes];
    const parts = { nodes: every, initializers: all, inputs: [...inputs, ...mapped], outputs };
    const bytes = encodeModel({ name: options.name, ...parts });
    const names = (values: readonly ValueDescription[]) => values.map(({ name }) => name);
    const isSettled = options.residency === 'mapped' && options.readSmall !== undefined;
    const optimisation = isSettled ? 'disabled' : 'extended';
    return { name: options.name, bytes, inputs: names(inputs), outputs: names(outputs), optimisation };
  }

  #key(name: string): string {
    return this.#view.path === '' ? name : `${this.#view.path}.${name}`;
  }

  #node(
    { op, domain }: { op: string; domain: string },
    inputs: readonly (Value | null)[],
    { outputs, attributes }: ManyOptions,
  ): readonly Value[] {
    const name = `${this.#key(op)}:${this.#state.nodes.length + this.#state.initializers.preparations.length}`;
    const names = outputs.map((wanted, i) => (wanted ? (i === 0 ? name : `${name}.${i}`) : ''));
    const operands = inputs.map((value) => value?.name ?? '');
    this.#view.nodes.push({ op, domain, name, inputs: operands, outputs: names, attributes });
    return names.filter((output) => output !== '').map((output) => ({ name: output }));
  }
}

interface ManyOptions {
  readonly outputs: readonly boolean[];
  readonly attributes: Attributes;
}
