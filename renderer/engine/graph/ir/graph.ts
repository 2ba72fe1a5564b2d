import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { CompositeName, Composites } from '#renderer/engine/graph/ir/composites.ts';
import { floatConstant, intConstant } from '#renderer/engine/graph/ir/constants.ts';
import type { Emitter, ManyOptions } from '#renderer/engine/graph/ir/emitter.ts';
import { encodeGraph } from '#renderer/engine/graph/ir/encode-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { inferComposite } from '#renderer/engine/graph/ir/infer.ts';
import { describeWeight, type WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import { Initializers } from '#renderer/engine/graph/ir/initializers.ts';
import { lower } from '#renderer/engine/graph/ir/lower.ts';
import { ONNX_TYPE, type OnnxType, type ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import { operatorNode, resultOf } from '#renderer/engine/graph/ir/operator.ts';
import { checkOutput, outputName, outputNode } from '#renderer/engine/graph/ir/output.ts';
import { SharedSizes } from '#renderer/engine/graph/ir/sizes.ts';
import type { Attributes, CompositeNodeOf, Node, OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { WeightLoader } from '#renderer/engine/graph/ir/weight-loader.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

interface State {
  readonly options: GraphOptions;
  readonly initializers: Initializers;
  readonly weights: WeightLoader;
  readonly inputs: ValueDescription[];
  readonly outputs: ValueDescription[];
  /** What the network is described in: composites, and operators that every provider has. */
  readonly described: NodeList;
}

/** Nodes in the order in which they run. */
interface NodeList {
  readonly nodes: Node[];
  readonly sizes: SharedSizes;
  /** Whether only operators stand in it, which weights have to be loaded for. */
  readonly isLowered: boolean;
}

/** What a scope sees the graph through. */
interface View {
  readonly path: string;
  readonly list: NodeList;
  /** Whether operators go among those that depend on weights alone. */
  readonly isEarly: boolean;
  /** Of weights, constants and what is computed with them. */
  readonly type: 'float' | 'float16';
}

/**
 * An ONNX graph under construction, seen from one scope. Scopes spell the weights' keys: `graph.scope('conv_in')
 * .weight('bias', [4])` is `conv_in.bias` of the state_dict. Loading is strict: a weight that is missing or has another
 * shape fails at once, one that nobody used fails in `build`, and so do operands that do not fit a node.
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
    const initializers = new Initializers(weights, options);
    const loader = new WeightLoader(initializers);
    const described = nodeList((list) => Graph.#root(state, list), false);
    const state: State = { options, initializers, weights: loader, inputs: [], outputs: [], described };
    return Graph.#root(state, described);
  }

  static #root(state: State, list: NodeList): Graph {
    const type = state.options.precision === 'float16' ? 'float16' : 'float';
    return new Graph(state, { path: '', list, isEarly: false, type });
  }

  /** What the keys of this scope's weights begin with, without the dot. */
  get path(): string {
    return this.#view.path;
  }

  /** Heights and widths, asked for once per resolution. */
  get sizes(): SharedSizes {
    return this.#view.list.sizes;
  }

  /** Brings weights into a form that operators can take. */
  get weights(): WeightLoader {
    return this.#state.weights;
  }

  /** The same graph, one step down: `scope('resnets', 0)` is `resnets.0`. */
  scope(...names: readonly (string | number)[]): Graph {
    const path = [this.#view.path, ...names].filter((part) => part !== '').join('.');
    return new Graph(this.#state, { ...this.#view, path });
  }

  /** The same scope, for operators whose operands are weights and constants alone. */
  preparing(): Graph {
    return new Graph(this.#state, { ...this.#view, isEarly: true });
  }

  /** The same scope in float32, whatever the graph's precision; `widen` brings values there, `narrow` back. */
  exact(): Graph {
    return new Graph(this.#state, { ...this.#view, type: 'float' });
  }

  /** A value as float32. */
  widen(value: Value): Value {
    return this.#as(value, 'float');
  }

  /** A value in this scope's precision. */
  narrow(value: Value): Value {
    return this.#as(value, this.#view.type);
  }

  /** The key of this scope's weight if it gets an addend at run time. */
  get adaptable(): string | null {
    const key = this.#key('weight');
    const { adaptable = false } = this.#state.options;
    return (typeof adaptable === 'function' ? adaptable(key) : adaptable) ? key : null;
  }

  /** Whether images go on at their opposite edges. */
  get wraps(): boolean {
    return this.#state.options.wraps ?? false;
  }

  /** Whether the weights hold this name in this scope. */
  has(name: string): boolean {
    return this.#state.initializers.has(this.#key(name));
  }

  /** A weight of this scope, in its precision. */
  weight(name: string, shape: readonly number[]): Value {
    const key = this.#key(name);
    this.#state.initializers.check(key, shape);
    return { name: key, type: this.#view.type, dims: shape, producer: { kind: 'weight', key } };
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

  /** Rows of a tensor in a file that no key names, as float32; reckoned with only when the graph is run. */
  tensor(name: string, { entry, rows }: { readonly entry: WeightEntry; readonly rows: WeightRows }): Value {
    const described = { ...describeWeight(name, { entry, rows }), name };
    return this.#state.initializers.as(this.#state.initializers.add(described, { isInput: true }), 'float');
  }

  /** A constant list of numbers, or one number when `dims` is empty. Equal constants are shared. */
  floats(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return floatConstant(this.#state.initializers, { values, dims }, this.#view.type);
  }

  /** A constant list of int64 numbers, or one number when `dims` is empty. Equal constants are shared. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return intConstant(this.#state.initializers, { values, dims });
  }

  /** Adds an operator of the standard set and gives its only (or first) output. Weights are loaded as they are used. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.many({ op, domain: '' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** Adds an operator of ONNX Runtime's own set (com.microsoft). */
  fused(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.many({ op, domain: 'com.microsoft' }, inputs, { attributes, outputs: [true] })[0]!;
  }

  /** Adds an operator with several outputs: true where one is wanted, in the operator's order. */
  many(
    { op, domain }: Pick<OperatorNode, 'op' | 'domain'>,
    given: readonly (Value | null)[],
    { outputs, attributes, types }: ManyOptions,
  ): readonly Value[] {
    const { list, isEarly } = this.#view;
    const { initializers, weights, options } = this.#state;
    const nodes = isEarly ? initializers.preparations : list.nodes;
    const loads = list.isLowered || isEarly;
    const inputs = loads ? given.map((value) => value && weights.load(value)) : given;
    // The lists are numbered apart, so that no two nodes have one name.
    const name = `${this.#key(op)}:${isEarly ? `weights${nodes.length}` : nodes.length}`;
    const names = outputs.map((wanted, i) => (wanted ? outputName(name, i) : ''));
    const network = options.name;
    const node = operatorNode({ op, domain, name, inputs, attributes, outputs: names, network, types });
    nodes.push(node);
    return node.outputs.filter((output) => output !== null);
  }

  /** Adds a composite and gives its only (or first) result. */
  layer<Name extends CompositeName>(op: Name, composite: Composites<Value>[Name]): Value {
    return this.layers(op, composite)[0]!;
  }

  /** The same with all its results. */
  layers<Name extends CompositeName>(op: Name, composite: Composites<Value>[Name]): readonly Value[] {
    const { nodes } = this.#view.list;
    const name = `${this.#key(op)}:${nodes.length}`;
    const types = inferComposite({ op, name, network: this.#state.options.name }, composite);
    const outputs: Value[] = [];
    const node: CompositeNodeOf<Name> = {
      kind: 'composite',
      op,
      name,
      path: this.#view.path,
      ...composite,
      outputs,
    };
    for (const [i, type] of types.entries()) outputs.push(resultOf(node as Node, { name: outputName(name, i), type }));
    nodes.push(node as Node);
    return outputs;
  }

  /** Declares an input; named dimensions may vary from run to run. Floats come in this scope's precision. */
  input(name: string, type: OnnxType, dims: ValueDescription['dims']): Value {
    const value = this.#declare({ name, type, dims });
    return type === 'float' ? this.narrow(value) : value;
  }

  /** Declares an input that comes in this scope's precision, from another graph. */
  handedInput(name: string, dims: ValueDescription['dims']): Value {
    return this.#declare({ name, type: this.#view.type, dims });
  }

  /** Declares an input for a weight: what is made of it alone stands before all others. */
  weightInput(name: string, dims: ValueDescription['dims']): Value {
    return this.#state.initializers.converted(this.#declare({ name, type: 'float', dims }), this.#view.type);
  }

  /** Declares a float32 output, given in this scope's precision. Throws `invalid` where it has other dimensions. */
  output(name: string, value: Value, dims: ValueDescription['dims']): void {
    this.result(name, this.widen(value), dims);
  }

  /** Declares an output of the value's own type. */
  result(name: string, value: Value, dims: ValueDescription['dims']): void {
    const { options, inputs, outputs, described } = this.#state;
    const output = { name, type: value.type, dims };
    checkOutput(output, value, { inputs, network: options.name });
    described.nodes.push(outputNode(name, value, options.name));
    outputs.push(output);
  }

  /** Finishes: throws Failure('invalid') when weights are left over. */
  build(): BuiltGraph {
    const { options, initializers, inputs, outputs } = this.#state;
    const lowered = this.#lowered();
    const { all, ...rest } = initializers.finish();
    const nodes = [...initializers.preparations, ...lowered];
    return encodeGraph({ nodes, initializers: all, inputs, outputs }, { options, ...rest });
  }

  /** The nodes as they were described, before any dialect. */
  get described(): readonly Node[] {
    return this.#state.described.nodes;
  }

  #lowered(): readonly OperatorNode[] {
    const { options, described, outputs } = this.#state;
    const list = nodeList((own) => Graph.#root(this.#state, own), true);
    lower(described.nodes, {
      network: options.name,
      dialect: options.dialect,
      outputs: new Set(outputs.map(({ name }) => name)),
      at: (path, type) =>
        new Graph(this.#state, { path, list, isEarly: false, type: type === 'float16' ? type : 'float' }),
      output: (name, value) => list.nodes.push(outputNode(name, value, options.name)),
    });
    return list.nodes as OperatorNode[];
  }

  #declare(described: ValueDescription): Value {
    this.#state.inputs.push(described);
    return { ...described, producer: { kind: 'input' } };
  }

  #as(value: Value, type: 'float' | 'float16'): Value {
    return value.type === type ? value : this.op('Cast', [value], { to: ONNX_TYPE[type] });
  }

  #key(name: string): string {
    return this.#view.path === '' ? name : `${this.#view.path}.${name}`;
  }
}

function nodeList(rootOf: (list: NodeList) => Graph, isLowered: boolean): NodeList {
  const list: NodeList = {
    nodes: [],
    sizes: new SharedSizes((op, inputs, attributes) => rootOf(list).op(op, inputs, attributes)),
    isLowered,
  };
  return list;
}
