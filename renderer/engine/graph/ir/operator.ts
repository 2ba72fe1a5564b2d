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
}

/** An operator whose outputs have the types that follow from its operands. Throws `invalid` for operands that don't fit. */
export function operatorNode({ outputs, network, ...request }: OperatorRequest): OperatorNode {
  const types = inferOperator({ op: request.op, name: request.name, network }, request);
  const values: (Value | null)[] = [];
  const node: OperatorNode = { kind: 'operator', ...request, outputs: values };
  for (const [i, name] of outputs.entries())
    values.push(name === '' ? null : resultOf(node, { name, type: types[i]! }));
  return node;
}

/** An output of a node. */
export function resultOf(node: Node, { name, type: known }: { name: string; type: TensorType }): Value {
  const { type, dims, numbers } = known;
  return { name, type, dims, ...(numbers && { numbers }), producer: { kind: 'node', node } };
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
