import { inferOperator } from '#renderer/engine/graph/ir/infer.ts';
import type { InitializerDescription, NodeDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Attributes, Node, OperatorNode, TensorType, Value } from '#renderer/engine/graph/ir/value.ts';

export interface OperatorRequest {
  readonly op: string;
  readonly domain: OperatorNode['domain'];
  readonly name: string;
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Attributes;
  /** The names of its outputs; '' where one is not wanted. */
  readonly outputs: readonly string[];
  /** For messages. */
  readonly network: string;
  /** What the outputs are, where that is known already. */
  readonly types?: readonly (TensorType | null)[];
}

/** An operator whose outputs have the types that follow from its operands. Throws `invalid` for operands that don't fit. */
export function operatorNode(request: OperatorRequest): OperatorNode {
  const { op, domain, name: nodeName, inputs, attributes, outputs, network } = request;
  const types = request.types ?? inferOperator({ op, name: nodeName, network }, { domain, inputs, attributes });
  const values: (Value | null)[] = [];
  const node: OperatorNode = { kind: 'operator', op, domain, name: nodeName, inputs, outputs: values, attributes };
  for (const [i, name] of outputs.entries())
    values.push(name === '' ? null : resultOf(node, { name, type: types[i]! }));
  return node;
}

/** An output of a node. */
export function resultOf(node: Node, { name, type: known }: { name: string; type: TensorType }): Value {
  const { type, dims, numbers } = known;
  const producer = { kind: 'node', node } as const;
  return numbers ? { name, type, dims, numbers, producer } : { name, type, dims, producer };
}

/** Numbers of constants that say what a shape is; longer lists never do. */
const NUMBERS_MAX = 16;

/** An initializer as a value; `numbers` of a constant are kept where they may say what a shape is. */
export function initializerValue(initializer: InitializerDescription, numbers?: readonly number[]): Value {
  const { name, type, dims } = initializer;
  const kept = numbers && numbers.length <= NUMBERS_MAX ? { numbers } : {};
  return { name, type, dims, ...kept, producer: { kind: 'initializer', initializer } };
}

/** A node as it is stored. */
export function describeNode({ op, domain, name, inputs, outputs, attributes }: OperatorNode): NodeDescription {
  const names = (values: readonly (Value | null)[]) => values.map((value) => value?.name ?? '');
  return { op, domain, name, inputs: names(inputs), outputs: names(outputs), attributes };
}
