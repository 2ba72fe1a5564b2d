import { inferOperator, type OperatorCallAt } from '#renderer/engine/graph/ir/infer.ts';
import type { InitializerDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Node, OperatorNode, TensorType, Value } from '#renderer/engine/graph/ir/value.ts';

export interface OperatorRequest extends OperatorCallAt {
  readonly inputs: readonly (Value | null)[];
  /** The names of its outputs; '' where one is not wanted. */
  readonly outputs: readonly string[];
  /** What the outputs are, where that is known already. */
  readonly types?: readonly (TensorType | null)[] | undefined;
}

/** An operator whose outputs have the types that follow from its operands. Throws `invalid` for operands that don't fit. */
export function operatorNode(request: OperatorRequest): OperatorNode {
  const { op, domain, name, inputs, attributes, outputs, types = inferOperator(request) } = request;
  const values: (Value | null)[] = [];
  const node: OperatorNode = { kind: 'operator', op, domain, name, inputs, outputs: values, attributes };
  for (let i = 0; i < outputs.length; i++) {
    const output = outputs[i]!;
    values.push(output === '' ? null : resultOf(node, { name: output, type: types[i]! }));
  }
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
