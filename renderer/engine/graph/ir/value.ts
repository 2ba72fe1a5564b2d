import type { CompositeName, Composites } from '#renderer/engine/graph/ir/composites.ts';
import type { Dims } from '#renderer/engine/graph/ir/dims.ts';
import type { AttributeValue, InitializerDescription, OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';

/** What is known of a tensor before anything is computed. */
export interface TensorType {
  readonly type: OnnxType;
  readonly dims: Dims;
  /** Its numbers, where they are few and follow from shapes: axes, sizes, scales. */
  readonly numbers?: Dims;
}

/** A value inside a graph under construction. */
export interface Value extends TensorType {
  readonly name: string;
  readonly producer: Producer;
}

/** Where a value comes from. */
export type Producer =
  | { readonly kind: 'input' }
  /** A weight as the network asks for it, by its key and in the type it computes in; `build` decides how it is loaded. */
  | { readonly kind: 'weight'; readonly key: string }
  /** Numbers that stand in the graph, or in a file as they are stored there. */
  | { readonly kind: 'initializer'; readonly initializer: InitializerDescription }
  | { readonly kind: 'node'; readonly node: Node };

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What stands in the emitted graph: an operator of the standard set, or of ONNX Runtime's own ("com.microsoft"). */
export interface OperatorNode {
  readonly kind: 'operator';
  readonly op: string;
  readonly domain: '' | 'com.microsoft';
  readonly name: string;
  readonly inputs: readonly (Value | null)[];
  /** Null where an output is not wanted. */
  readonly outputs: readonly (Value | null)[];
  readonly attributes: Attributes;
}

/** A layer that `build` spells in operators, by the rules of a dialect. */
export interface CompositeNodeOf<Name extends CompositeName> {
  readonly kind: 'composite';
  readonly op: Name;
  readonly name: string;
  /** The scope that it stands in. */
  readonly path: string;
  readonly operands: Composites<Value>[Name]['operands'];
  readonly attributes: Composites<Value>[Name]['attributes'];
  readonly outputs: readonly Value[];
}

export type CompositeNode = { [Name in CompositeName]: CompositeNodeOf<Name> }[CompositeName];
export type Node = OperatorNode | CompositeNode;

/** A node's operands in order, null where one is left out. */
export function operandsOf(node: Node): readonly (Value | null)[] {
  return node.kind === 'operator' ? node.inputs : Object.values(node.operands);
}
