import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import {
  type AttributeValue,
  encodeModel,
  type NodeDescription,
  type ValueDescription,
} from '#renderer/engine/graph/ir/onnx-format.ts';

export interface OneNode {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: Readonly<Record<string, ValueDescription['dims']>>;
  readonly output: ValueDescription['dims'];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** A graph of a single float32 operator, with its operands as inputs and the output `y`: for probes and bare products. */
export function buildOneNode({ op, domain = '', inputs, output, attributes = {} }: OneNode): BuiltGraph {
  const names = Object.keys(inputs);
  const node: NodeDescription = { op, domain, name: op, inputs: names, outputs: ['y'], attributes };
  const bytes = encodeModel({
    name: op,
    nodes: [node],
    initializers: [],
    inputs: Object.entries(inputs).map(([name, dims]) => ({ name, type: 'float', dims })),
    outputs: [{ name: 'y', type: 'float', dims: output }],
  });
  return { name: op, bytes, inputs: names, outputs: ['y'] };
}
