import { evaluateDim } from '#renderer/engine/graph/ir/dims.ts';
import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import {
  type InitializerDescription,
  ONNX_TYPE,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';
import { operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';

export interface ConcreteOptions {
  /** For messages. */
  readonly network: string;
  /** What a named dimension is. */
  readonly sizes: (name: string) => number;
  /** Whether an initializer becomes an input, in float32. */
  readonly isInput: (initializer: string) => boolean;
}

export interface ConcreteGraph extends GraphDescription {
  /** Everything in it by name. */
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * A graph whose every dimension is a number, and in which what follows from shapes is constant. ONNX Runtime opens it
 * in a fifth of the time: with names it reasons about them in every node, and there are ten thousand with gradients.
 */
export function concreteGraph(graph: GraphDescription, options: ConcreteOptions): ConcreteGraph {
  const values = new Map<string, Value>();
  const inputs = graph.inputs.map((input) => fixed(input, options));
  const chosen = graph.initializers.filter(({ name }) => options.isInput(name));
  const made = chosen.map(({ name, dims }): ValueDescription => ({ name, type: 'float', dims }));
  for (const input of [...inputs, ...made]) values.set(input.name, { ...input, producer: { kind: 'input' } });
  const nodes: OperatorNode[] = [];
  const constants: InitializerDescription[] = [];
  const halves = new Map<string, Value>();
  const narrowed = (value: Value) => {
    const known = halves.get(value.name);
    if (known) return known;
    const name = `${value.name}:narrowed`;
    const cast = { op: 'Cast', domain: '', inputs: [value], attributes: { to: ONNX_TYPE.float16 } } as const;
    nodes.push(operatorNode({ ...cast, name, outputs: [name], network: options.network }));
    const narrow = nodes.at(-1)!.outputs[0]!;
    halves.set(value.name, narrow);
    return narrow;
  };
  for (const node of graph.nodes) {
    const again = rebuilt(node, { values, network: options.network, narrowed });
    for (const output of again.outputs) if (output) values.set(output.name, output);
    const constant = constantOf(again);
    if (constant) constants.push(constant);
    else nodes.push(again);
  }
  const initializers = [...graph.initializers.filter((one) => !chosen.includes(one)), ...constants];
  return { nodes, initializers, inputs: [...inputs, ...made], outputs: graph.outputs, values };
}

function fixed({ name, type, dims }: ValueDescription, { sizes }: ConcreteOptions): ValueDescription {
  return { name, type, dims: dims.map((dim) => evaluateDim(dim, sizes)!) };
}

/** The same node over operands whose dimensions are numbers. */
function rebuilt(
  node: OperatorNode,
  { values, network, narrowed }: { values: Map<string, Value>; network: string; narrowed: (value: Value) => Value },
): OperatorNode {
  const { op, domain, name, attributes } = node;
  const inputs = node.inputs.map((value) => {
    if (!value) return null;
    const known = values.get(value.name) ?? value;
    values.set(value.name, known);
    // A weight that lay there in half precision is a float32 input now.
    const isNarrow = value.type === 'float16' && known.type === 'float' && op !== 'Cast';
    return isNarrow ? narrowed(known) : known;
  });
  const outputs = node.outputs.map((output) => output?.name ?? '');
  return operatorNode({ op, domain, name, inputs, attributes, outputs, network });
}

/** Of a node whose only result are whole numbers that are known. */
function constantOf({ outputs }: OperatorNode): InitializerDescription | null {
  const [value] = outputs;
  if (outputs.length > 1 || value?.type !== 'int64') return null;
  const known = value.numbers?.filter((number) => typeof number === 'number');
  if (!known || known.length !== value.numbers!.length) return null;
  const bytes = new Uint8Array(BigInt64Array.from(known, BigInt).buffer);
  return { name: value.name, type: 'int64', dims: value.dims as readonly number[], data: { kind: 'inline', bytes } };
}
