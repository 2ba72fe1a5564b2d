import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { MODEL } from '#renderer/engine/graph/ir/onnx-format.ts';

/** A node as it is stored; attributes keep protobuf's form. */
export interface ModelNode {
  readonly opType: string;
  readonly domain: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly { readonly name: string; readonly [field: string]: unknown }[];
}

interface ModelValue {
  readonly name: string;
  readonly type: { readonly tensorType: { readonly elemType: number } };
}

/** What tests look at in a ModelProto. */
export interface ModelGraph {
  readonly node: readonly ModelNode[];
  readonly initializer: readonly {
    readonly name: string;
    readonly dims: readonly number[];
    readonly dataType: number;
  }[];
  readonly input: readonly ModelValue[];
  readonly output: readonly ModelValue[];
}

const AS_PLAIN = { longs: Number, arrays: true, defaults: true } as const;

/** The graph of an emitted model. */
export function readModel({ bytes }: BuiltGraph): ModelGraph {
  return (MODEL.toObject(MODEL.decode(bytes), AS_PLAIN) as { graph: ModelGraph }).graph;
}

/** The same model with each node replaced by others. */
export function replaceNodes(graph: BuiltGraph, replace: (node: ModelNode) => readonly ModelNode[]): BuiltGraph {
  const model = MODEL.toObject(MODEL.decode(graph.bytes), { longs: Number, arrays: true }) as { graph: ModelGraph };
  const node = model.graph.node.flatMap((one) => replace({ ...one, attribute: one.attribute ?? [] }));
  return { ...graph, bytes: MODEL.encode(MODEL.fromObject({ ...model, graph: { ...model.graph, node } })).finish() };
}
