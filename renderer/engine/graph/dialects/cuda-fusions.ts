import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import type { InitializerDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import { initializerValue, operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { Attributes, OperatorNode, TensorType, Value } from '#renderer/engine/graph/ir/value.ts';

/*
 * What ONNX Runtime's own Stable Diffusion graphs on CUDA have beyond the dialect, to be measured on a card before
 * anyone gets it: queries, keys and values of self-attention in one product, which the attention then takes apart, and
 * a branch's bias and residual in one operator.
 */

/** The same graph with those operators, where weights stand in it. */
export function fusedForCuda(graph: GraphDescription): GraphDescription {
  const fusing = new Fusing(graph);
  for (const node of graph.nodes) fusing.add(node);
  return { ...graph, nodes: fusing.nodes, initializers: [...graph.initializers, ...fusing.initializers] };
}

/** Those that BiasAdd takes. */
const BIAS_ADD_WIDTHS: readonly unknown[] = [320, 640, 1280];

type Projections = readonly [OperatorNode, OperatorNode, OperatorNode];

class Fusing {
  readonly nodes: OperatorNode[] = [];
  readonly initializers: InitializerDescription[] = [];
  readonly #users = new Map<Value, number>();
  readonly #inputs: ReadonlySet<string>;
  /** Operators whose results nobody takes any more. */
  readonly #gone = new Set<OperatorNode>();

  constructor({ nodes, inputs }: GraphDescription) {
    for (const { inputs: operands } of nodes)
      for (const value of operands) if (value) this.#users.set(value, (this.#users.get(value) ?? 0) + 1);
    this.#inputs = new Set(inputs.map(({ name }) => name));
    for (const node of nodes) for (const part of this.#partsOf(node)) this.#gone.add(part);
  }

  add(node: OperatorNode): void {
    if (this.#gone.has(node)) return;
    const projections = this.#projections(node);
    const biased = this.#biased(node);
    if (projections) this.#addPacked(node, projections);
    else if (biased) this.#replace(node, { op: 'BiasAdd', inputs: [...biased.inputs, residualOf(node, biased)] });
    else this.nodes.push(node);
  }

  #partsOf(node: OperatorNode): readonly OperatorNode[] {
    const biased = this.#biased(node);
    return this.#projections(node) ?? (biased ? [biased] : []);
  }

  /** The products that make queries, keys and values of the same tokens by weights of this graph; null otherwise. */
  #projections({ op, inputs }: OperatorNode): Projections | null {
    if (op !== 'MultiHeadAttention' || inputs.length !== 3) return null;
    const made = inputs.map((value) => this.#onlyFor(value!, 'FusedMatMul'));
    const [first] = made;
    const isOne = made.every(
      (one) => one && one.inputs[0] === first!.inputs[0] && !this.#inputs.has(one.inputs[1]!.name),
    );
    return isOne ? (made as unknown as Projections) : null;
  }

  /** The sum of a branch and its bias that this adds to a trunk; null otherwise. */
  #biased({ op, inputs }: OperatorNode): OperatorNode | null {
    const sum = op === 'Add' && inputs[1] ? this.#onlyFor(inputs[0]!, 'Add') : null;
    const [branch, bias] = sum?.inputs ?? [];
    const isBias = bias?.dims.length === 1 && branch?.dims.length === 3 && BIAS_ADD_WIDTHS.includes(bias.dims[0]);
    return isBias ? sum : null;
  }

  /** The operator of this kind that gives a value to nobody else. */
  #onlyFor(value: Value, op: string): OperatorNode | null {
    const { producer } = value;
    if (producer.kind !== 'node' || producer.node.op !== op || this.#users.get(value) !== 1) return null;
    return producer.node as OperatorNode;
  }

  #addPacked(attention: OperatorNode, projections: Projections): void {
    const heads = attention.attributes.num_heads as number;
    const [tokens, weight] = projections[0].inputs as readonly [Value, Value];
    const [outputs, inputs] = weight.dims as readonly [number, number];
    const { type } = weight;
    const at = (name: string) => `${attention.name}:${name}`;
    const perHead = projections.map((one, i) =>
      this.#made(at(`head${i}`), 'Reshape', [one.inputs[1]!, this.#ints(at(`sizes${i}`), [heads, 1, -1, inputs])], {
        dims: [heads, 1, outputs / heads, inputs],
        type,
      }),
    );
    const joined = { dims: [heads, 3, outputs / heads, inputs], type };
    const all = this.#made(at('all'), 'Concat', perHead, joined, { axis: 1 });
    const matrix = { dims: [3 * outputs, inputs], type };
    const packed = this.#made(at('weight'), 'Reshape', [all, this.#ints(at('matrix'), [-1, inputs])], matrix);
    const of = { dims: [...tokens.dims.slice(0, 2), 3 * outputs], type: tokens.type };
    const product = this.#made(at('product'), 'FusedMatMul', [tokens, packed], of, { transB: 1 });
    const apart = { dims: [...tokens.dims.slice(0, 2), heads, 3, outputs / heads], type: tokens.type };
    const sizes = this.#ints(at('apart'), [0, 0, heads, 3, outputs / heads]);
    const heap = this.#made(at('packed'), 'Reshape', [product, sizes], apart);
    this.#replace(attention, { op: attention.op, inputs: [heap] });
  }

  /** An operator that gives what another gave. */
  #replace(node: OperatorNode, { op, inputs }: Pick<OperatorNode, 'op' | 'inputs'>): void {
    this.nodes.push({ ...node, op, domain: 'com.microsoft', inputs });
  }

  #made(name: string, op: string, inputs: readonly Value[], of: TensorType, attributes: Attributes = {}): Value {
    const domain = op === 'FusedMatMul' ? 'com.microsoft' : '';
    const request = { op, domain, name, inputs, attributes, outputs: [name], types: [of], network: 'unet' } as const;
    const node = operatorNode(request);
    this.nodes.push(node);
    return node.outputs[0]!;
  }

  #ints(name: string, values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    const described = { name, type: 'int64', dims: [values.length], data: { kind: 'inline', bytes } } as const;
    this.initializers.push(described);
    return initializerValue(described, values);
  }
}

function residualOf({ inputs }: OperatorNode, { outputs }: OperatorNode): Value {
  return inputs.find((value) => value !== outputs[0])!;
}
