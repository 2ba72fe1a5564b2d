import type { BuiltGraph } from '#renderer/engine/graph/built-graph.ts';
import type { Dialect } from '#renderer/engine/graph/dialect.ts';
import { describeWeight, isLargeExternal, type WeightRows } from '#renderer/engine/graph/initializer.ts';
import {
  type AttributeValue,
  encodeModel,
  type InitializerDescription,
  type NodeDescription,
  type OnnxType,
  type ValueDescription,
} from '#renderer/engine/graph/onnx-format.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/** A value inside a graph under construction: an input, a weight, or what an operator gives. */
export interface Value {
  readonly name: string;
}

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
 * float32 (slow start, more memory, somewhat faster steps).
 */
export type Residency = 'mapped' | 'prepacked';

export interface GraphOptions {
  /** For messages: "unet", "vae decoder" … */
  readonly name: string;
  readonly residency: Residency;
  readonly dialect: Dialect;
  /** Weights that nobody uses and nobody misses, such as `position_ids` of old text encoders. */
  readonly harmless?: readonly RegExp[];
}

interface State {
  readonly options: GraphOptions;
  readonly weights: WeightSupply;
  readonly used: Set<string>;
  /** Names of initializers that stay in their file's mapping in any case. */
  readonly mapped: Set<string>;
  /**
   * Nodes that depend on weights alone. They stand before all others: only then ONNX Runtime runs each just before its
   * use; it would run them all at the start otherwise, and hold every converted weight at once.
   */
  readonly preparations: NodeDescription[];
  readonly nodes: NodeDescription[];
  readonly initializers: Map<string, InitializerDescription>;
  readonly inputs: ValueDescription[];
  readonly outputs: ValueDescription[];
  /** Weights converted so far, by the name of what is stored. */
  readonly floats: Map<string, Value>;
  /** Constants so far, by their content. */
  readonly constants: Map<string, Value>;
}

/**
 * An ONNX graph under construction, seen from one scope. Scopes spell the weights' keys: `graph.scope('conv_in')
 * .weight('bias', [4])` is `conv_in.bias` of the state_dict. Loading is strict: a weight that is missing or has another
 * shape fails at once, one that nobody used fails in `build`.
 */
export class Graph {
  readonly #state: State;
  readonly #path: string;
  /** Where operators go. */
  readonly #nodes: NodeDescription[];

  private constructor(state: State, path: string, nodes = state.nodes) {
    this.#state = state;
    this.#path = path;
    this.#nodes = nodes;
  }

  /** An empty graph over these weights. */
  static over(weights: WeightSupply, options: GraphOptions): Graph {
    const state: State = {
      options,
      weights,
      used: new Set(),
      mapped: new Set(),
      preparations: [],
      nodes: [],
      initializers: new Map(),
      inputs: [],
      outputs: [],
      floats: new Map(),
      constants: new Map(),
    };
    return new Graph(state, '');
  }

  /** How the layers are spelt for the provider that will run this. */
  get dialect(): Dialect {
    return this.#state.options.dialect;
  }

  /** The same graph, one step down: `scope('resnets', 0)` is `resnets.0`. */
  scope(...names: readonly (string | number)[]): Graph {
    return new Graph(this.#state, [this.#path, ...names].filter((part) => part !== '').join('.'), this.#nodes);
  }

  /** The same scope, for operators whose operands are weights and constants alone. */
  preparing(): Graph {
    return new Graph(this.#state, this.#path, this.#state.preparations);
  }

  /** Whether the weights hold this name in this scope. */
  has(name: string): boolean {
    return this.#state.weights.has(this.#key(name));
  }

  /** A weight of this scope as float32. */
  weight(name: string, shape: readonly number[]): Value {
    return this.#asFloat(this.#initializer(name, { shape }));
  }

  /** Rows `from` to `to` (exclusive) of a weight, as a weight of its own: no copy, only another byte range. */
  weightRows(name: string, rows: WeightRows): Value {
    const stored = this.#initializer(name, rows);
    if (rows.mapped) this.#state.mapped.add(stored.name);
    return this.#asFloat(stored);
  }

  /** Rows of a big table, chosen by integer indices, as float32: only the chosen rows are read and converted. */
  gatherRows(name: string, { shape, indices }: { shape: readonly number[]; indices: Value }): Value {
    const table = this.#initializer(name, { shape });
    const rows = this.op('Gather', [{ name: table.name }, indices], { axis: 0 });
    return table.type === 'float' ? rows : this.op('Cast', [rows], { to: 1 });
  }

  /** A constant list of float32 numbers, or one number when `dims` is empty. Equal constants are shared. */
  floats(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    return this.#constant(`f${dims.join('x')}:${values.join()}`, { type: 'float', dims, bytes });
  }

  /** A constant list of int64 numbers, or one number when `dims` is empty. Equal constants are shared. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(`i${dims.join('x')}:${values.join()}`, { type: 'int64', dims, bytes });
  }

  /** Adds an operator of the standard set and gives its only (or first) output. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Readonly<Record<string, AttributeValue>> = {}): Value {
    return this.#node({ op, domain: '' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** Adds an operator of ONNX Runtime's own set (com.microsoft). */
  fused(
    op: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): Value {
    return this.#node({ op, domain: 'com.microsoft' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** As `fused`, with several outputs: true where one is wanted, in the operator's order. */
  fusedMany(op: string, inputs: readonly (Value | null)[], options: ManyOptions): readonly Value[] {
    return this.#node({ op, domain: 'com.microsoft' }, inputs, options);
  }

  /** Declares an input; named dimensions may vary from run to run. */
  input(name: string, type: OnnxType, dims: ValueDescription['dims']): Value {
    this.#state.inputs.push({ name, type, dims });
    return { name };
  }

  /** Declares a float32 output. */
  output(name: string, value: Value, dims: ValueDescription['dims']): void {
    this.#state.nodes.push(node('Identity', { inputs: [value.name], outputs: [name] }));
    this.#state.outputs.push({ name, type: 'float', dims });
  }

  /** Finishes: throws Failure('invalid') when weights are left over. */
  build(): BuiltGraph {
    const { options, preparations, nodes, initializers, inputs, outputs } = this.#state;
    this.#refuseLeftovers();
    const all = [...initializers.values()];
    // An initializer that is also an input counts as not constant, so ONNX Runtime leaves it in the file's mapping.
    const stays = ({ name }: InitializerDescription) => options.residency === 'mapped' || this.#state.mapped.has(name);
    const mapped = all.filter((initializer) => isLargeExternal(initializer) && stays(initializer));
    const bytes = encodeModel({
      name: options.name,
      nodes: [...preparations, ...nodes],
      initializers: all,
      inputs: [...inputs, ...mapped],
      outputs,
    });
    const names = (values: readonly ValueDescription[]) => values.map(({ name }) => name);
    return { name: options.name, bytes, inputs: names(inputs), outputs: names(outputs) };
  }

  #key(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #initializer(name: string, rows: WeightRows): InitializerDescription {
    const key = this.#key(name);
    const entry = this.#entry(key, rows.shape);
    const description = describeWeight(key, { entry, rows });
    const known = this.#state.initializers.get(description.name);
    if (known) return known;
    this.#state.initializers.set(description.name, description);
    return description;
  }

  #entry(key: string, shape: readonly number[]): WeightEntry {
    const { weights, options, used } = this.#state;
    const entry = weights.get(key, shape);
    if (!entry) throw new Failure('invalid', `Cannot build the ${options.name}: weight ${key} is missing`);
    if (entry.shape.join() !== shape.join()) {
      const sizes = `${shape.join('×')} by its configuration, given ${entry.shape.join('×')}`;
      throw new Failure('invalid', `Cannot build the ${options.name}: weight ${key} must be ${sizes}`);
    }
    used.add(key);
    return entry;
  }

  #asFloat(stored: InitializerDescription): Value {
    if (stored.type === 'float') return { name: stored.name };
    const known = this.#state.floats.get(stored.name);
    if (known) return known;
    const name = `${stored.name}:float`;
    this.#state.preparations.push(node('Cast', { inputs: [stored.name], outputs: [name], attributes: { to: 1 } }));
    const value = { name };
    this.#state.floats.set(stored.name, value);
    return value;
  }

  #constant(key: string, { type, dims, bytes }: { type: OnnxType; dims: readonly number[]; bytes: Uint8Array }): Value {
    const { constants, initializers } = this.#state;
    const known = constants.get(key);
    if (known) return known;
    const value = { name: `constant:${constants.size}` };
    constants.set(key, value);
    initializers.set(value.name, { name: value.name, type, dims, data: { kind: 'inline', bytes } });
    return value;
  }

  #node(
    { op, domain }: { op: string; domain: string },
    inputs: readonly (Value | null)[],
    { outputs, attributes }: ManyOptions,
  ): readonly Value[] {
    const name = `${this.#key(op)}:${this.#state.nodes.length + this.#state.preparations.length}`;
    const names = outputs.map((wanted, i) => (wanted ? (i === 0 ? name : `${name}.${i}`) : ''));
    const operands = inputs.map((value) => value?.name ?? '');
    this.#nodes.push({ op, domain, name, inputs: operands, outputs: names, attributes });
    return names.filter((output) => output !== '').map((output) => ({ name: output }));
  }

  #refuseLeftovers(): void {
    const { weights, used, options } = this.#state;
    const harmless = options.harmless ?? [];
    const left = [...weights.keys()].filter((key) => !used.has(key) && !harmless.some((pattern) => pattern.test(key)));
    if (left.length === 0) return;
    const others = left.length > 1 ? ` and ${left.length - 1} more` : '';
    throw new Failure('invalid', `Cannot build the ${options.name}: weight ${left[0]}${others} has no place in it`);
  }
}

interface ManyOptions {
  readonly outputs: readonly boolean[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

function node(
  op: string,
  { inputs, outputs, attributes = {} }: Pick<NodeDescription, 'inputs' | 'outputs'> & Partial<NodeDescription>,
): NodeDescription {
  return { op, domain: '', name: outputs[0]!, inputs, outputs, attributes };
}
