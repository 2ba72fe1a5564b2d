import { type CompositeName, IMAGE_OPERANDS, IMAGE_RESULTS } from '#renderer/engine/graph/ir/composites.ts';
import type { Dialect, LoweringContext, LoweringRule } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import {
  type CompositeNode,
  type Node,
  type OperatorNode,
  operandsOf,
  type Value,
} from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

/** Where operators go. */
export interface LowerTarget {
  /** For messages. */
  readonly network: string;
  readonly dialect: Dialect;
  /** Names of the graph's outputs; the nodes that give them have the same. */
  readonly outputs: ReadonlySet<string>;
  /** An emitter in a scope, for nodes that compute in a type. */
  at(path: string, type: OnnxType): Emitter;
  /** Gives a value the name of an output. */
  output(name: string, value: Value): void;
}

/**
 * Rewrites a graph as operators alone, in order: composites by the dialect's rules, operators as they are. In a dialect
 * whose images lie otherwise than (b, c, h, w), each is brought there once and stays as far as operators allow.
 */
export function lower(nodes: readonly Node[], target: LowerTarget): void {
  const state: State = {
    target,
    results: new Map(),
    images: new Set(),
    moved: new Map(),
    users: once(() => usersOf(nodes)),
  };
  for (const node of nodes) {
    if (node.kind === 'composite') lowerComposite(state, node);
    else if (target.outputs.has(node.name)) target.output(node.name, planar(state, resultOf(state, node.inputs[0]!)));
    else lowerOperator(state, node);
  }
}

interface State {
  readonly target: LowerTarget;
  /** What stands for a value of the graph; itself where there is nothing. */
  readonly results: Map<Value, Value>;
  /** Those that lie as the dialect wants images. */
  readonly images: Set<Value>;
  /** Images that came as (b, c, h, w), by that value. */
  readonly moved: Map<Value, Value>;
  /** Who takes a value as an operand; asked for by few rules. */
  users(): ReadonlyMap<Value, readonly Node[]>;
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function usersOf(nodes: readonly Node[]): ReadonlyMap<Value, readonly Node[]> {
  const users = new Map<Value, Node[]>();
  for (const node of nodes) {
    for (const value of operandsOf(node)) {
      if (!value) continue;
      const known = users.get(value);
      if (known) known.push(node);
      else users.set(value, [node]);
    }
  }
  return users;
}

function resultOf({ results }: State, value: Value): Value {
  return results.get(value) ?? value;
}

function lowerComposite(state: State, node: CompositeNode): void {
  const { target, results, images } = state;
  const graph = target.at(node.path, node.outputs[0]!.type);
  const rule = target.dialect.rules[node.op] as LoweringRule<CompositeName> | undefined;
  if (!rule) throw failure('internal', 'network.no-rule', { network: target.network, op: node.op, node: node.name });
  const operands: Record<string, Value | null> = {};
  for (const [name, value] of Object.entries(node.operands as Readonly<Record<string, Value | null>>)) {
    operands[name] = value && operandOf(state, { name, value });
  }
  const given = rule(graph, operands as unknown as Parameters<typeof rule>[1], node.attributes, contextOf(state, node));
  const lowered = Array.isArray(given) ? (given as readonly Value[]) : [given as Value];
  for (const [i, value] of node.outputs.entries()) results.set(value, lowered[i]!);
  if (!IMAGE_RESULTS.has(node.op)) return;
  if (isPlanar(state)) graph.sizes.note(lowered[0]!);
  else images.add(lowered[0]!);
}

/** Images as the dialect wants them, all else as it came. */
function operandOf(state: State, { name, value }: { readonly name: string; readonly value: Value }): Value {
  const result = resultOf(state, value);
  if (!IMAGE_OPERANDS.has(name)) return result;
  const image = asImage(state, result);
  if (isPlanar(state)) state.target.at('', image.type).sizes.note(image);
  return image;
}

function contextOf(state: State, node: CompositeNode): LoweringContext<CompositeName> {
  const uses = (value: Value) => state.users().get(value) ?? [];
  return {
    node,
    isOnlyFor: (value, op) => uses(value).every((user) => user.kind === 'composite' && user.op === op),
    lowered: (value) => resultOf(state, value),
  };
}

/** Operators that treat every pixel alike, however they lie. */
const POINTWISE = new Set(['Add', 'Sub', 'Mul', 'Tanh', 'Relu', 'LeakyRelu', 'PRelu', 'QuickGelu']);

function lowerOperator(state: State, node: OperatorNode): void {
  const inputs = node.inputs.map((value) => value && resultOf(state, value));
  const graph = state.target.at(scopeOf(node), 'float');
  const isOfImages = inputs.some((value) => value !== null && state.images.has(value));
  const isChannelwise = node.op === 'Concat' && node.attributes.axis === 1;
  if (!isOfImages) return void emit(state, { graph, node, inputs, types: node.outputs });
  if (!POINTWISE.has(node.op) && !isChannelwise) {
    emit(state, { graph, node, inputs: inputs.map((value) => value && planar(state, value)), types: node.outputs });
    return;
  }
  const images = inputs.map((value) => (value && value.dims.length === 4 ? asImage(state, value) : value));
  const attributes = isChannelwise ? { axis: state.target.dialect.layout.channelAxis } : node.attributes;
  for (const image of emit(state, { graph, node: { ...node, attributes }, inputs: images })) state.images.add(image);
}

interface Emission {
  readonly graph: Emitter;
  readonly node: OperatorNode;
  readonly inputs: readonly (Value | null)[];
  /** Where operands are as the graph describes them, results are, too. */
  readonly types?: readonly (Value | null)[];
}

function emit({ results }: State, { graph, node, inputs, types }: Emission): readonly Value[] {
  const { op, domain, attributes } = node;
  const outputs = node.outputs.map((output) => output !== null);
  const given = graph.many({ op, domain }, inputs, { outputs, attributes, ...(types && { types }) });
  const wanted = node.outputs.filter((output) => output !== null);
  for (const [i, value] of wanted.entries()) results.set(value, given[i]!);
  return given;
}

/** "down_blocks.0" of a node called "down_blocks.0.Add:12". */
function scopeOf({ name }: OperatorNode): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function isPlanar({ target }: State): boolean {
  return target.dialect.layout.channelAxis === 1;
}

function asImage(state: State, value: Value): Value {
  const { target, images, moved } = state;
  if (isPlanar(state) || images.has(value)) return value;
  const known = moved.get(value);
  if (known) return known;
  const image = target.dialect.layout.fromPlanar(target.at('', value.type), value);
  images.add(image);
  moved.set(value, image);
  return image;
}

function planar(state: State, value: Value): Value {
  const { target, images } = state;
  return images.has(value) ? target.dialect.layout.toPlanar(target.at('', value.type), value) : value;
}
