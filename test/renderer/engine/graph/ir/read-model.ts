import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { MODEL } from '#test/renderer/engine/graph/ir/onnx-schema.ts';

/** A node as it is stored; attributes keep protobuf's form. */
export interface ModelNode {
  readonly opType: string;
  readonly domain: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly { readonly name: string; readonly [field: string]: unknown }[];
}

interface ModelDimension {
  readonly dimValue: number;
  readonly dimParam: string;
}

interface ModelValue {
  readonly name: string;
  readonly type: {
    readonly tensorType: { readonly elemType: number; readonly shape: { readonly dim: readonly ModelDimension[] } };
  };
}

/** What tests look at in a ModelProto. */
export interface ModelGraph {
  readonly node: readonly ModelNode[];
  readonly initializer: readonly {
    readonly name: string;
    readonly dims: readonly number[];
    readonly dataType: number;
    readonly rawData: Uint8Array;
  }[];
  readonly input: readonly ModelValue[];
  readonly output: readonly ModelValue[];
}

const AS_PLAIN = { longs: Number, arrays: true, defaults: true } as const;

/** The graph of an emitted model. */
export function readModel({ bytes }: BuiltGraph): ModelGraph {
  return (MODEL.toObject(MODEL.decode(bytes), AS_PLAIN) as { graph: ModelGraph }).graph;
}

/** The same model with further nodes and with outputs of these element types. */
export function withOutputs(
  graph: BuiltGraph,
  { nodes, outputs }: { readonly nodes: readonly ModelNode[]; readonly outputs: ReadonlyMap<string, number> },
): BuiltGraph {
  const model = MODEL.toObject(MODEL.decode(graph.bytes), { longs: Number, arrays: true }) as { graph: ModelGraph };
  const own = new Set(model.graph.output.map(({ name }) => name));
  const added = [...outputs].filter(([name]) => !own.has(name));
  const output = [
    ...model.graph.output,
    ...added.map(([name, elemType]) => ({ name, type: { tensorType: { elemType } } })),
  ];
  const changed = { ...model.graph, node: [...model.graph.node, ...nodes], output };
  return { ...graph, bytes: MODEL.encode(MODEL.fromObject({ ...model, graph: changed })).finish() };
}

/** The same model with each node replaced by others. */
export function replaceNodes(graph: BuiltGraph, replace: (node: ModelNode) => readonly ModelNode[]): BuiltGraph {
  const model = MODEL.toObject(MODEL.decode(graph.bytes), { longs: Number, arrays: true }) as { graph: ModelGraph };
  const node = model.graph.node.flatMap((one) => replace({ ...one, attribute: one.attribute ?? [] }));
  return { ...graph, bytes: MODEL.encode(MODEL.fromObject({ ...model, graph: { ...model.graph, node } })).finish() };
}
