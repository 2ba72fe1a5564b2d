import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type ModelNode, replaceNodes } from '#test/renderer/engine/graph/ir/read-model.ts';

/**
 * A graph of the CUDA dialect with every operator that only CUDA has spelt in standard ones, by the operators'
 * definitions (onnxruntime's ContribOperators.md), so that the CPU can compute it. Constants have names of their own.
 */
export function expandForCpu(graph: BuiltGraph): BuiltGraph {
  return replaceNodes(graph, (node) => (node.domain === '' ? [node] : (EXPANSIONS[node.opType]?.(node) ?? [node])));
}

type Attributes = Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;

const EXPANSIONS: Readonly<Record<string, (node: ModelNode) => readonly ModelNode[]>> = {
  NhwcConv: (node) => {
    const [x, w, bias] = node.input;
    return parts(node, (add) => {
      const kernels = add('Transpose', [w!], { perm: [0, 3, 1, 2] });
      const image = add('Transpose', [x!], { perm: [0, 3, 1, 2] });
      const result = add('Conv', [image, kernels, ...(bias ? [bias] : [])], node.attribute);
      return add('Transpose', [result], { perm: [0, 2, 3, 1] });
    });
  },
  GroupNorm: (node) => parts(node, (add) => normalise(node, add, node.input[0]!)),
  SkipGroupNorm: (node) =>
    parts(node, (add) => {
      const rows = add('Unsqueeze', [node.input[3]!, integers(add, [1, 2])]);
      return normalise(node, add, add('Add', [node.input[0]!, rows]));
    }),
  BiasAdd: (node) => {
    const [x, bias, skip] = node.input;
    return parts(node, (add) => add('Add', [add('Add', [x!, bias!]), skip!]));
  },
  // Queries, keys and values in one tensor (b, n, heads, 3, size).
  MultiHeadAttention: (node) => {
    const [packed, ...rest] = node.input;
    if (rest.length > 0) return [node];
    return parts(node, (add) => {
      const one = (i: number) => {
        const slice = add('Slice', [packed!, integers(add, [i]), integers(add, [i + 1]), integers(add, [3])]);
        return add('Reshape', [slice, integers(add, [0, 0, -1])]);
      };
      return add('MultiHeadAttention', [one(0), one(1), one(2)], node.attribute);
    });
  },
  BiasSplitGelu: (node) =>
    parts(node, (add) => {
      const sum = add('Add', [node.input[0]!, node.input[1]!]);
      const size = add('Shape', [node.input[1]!], {});
      const half = add('Div', [size, integers(add, [2])]);
      const value = add('Slice', [sum, integers(add, [0]), half, integers(add, [2])]);
      const gate = add('Slice', [sum, half, size, integers(add, [2])]);
      return add('Mul', [value, add('Gelu', [gate])]);
    }),
};

type Add = (op: string, inputs: readonly string[], attributes?: Attributes | ModelNode['attribute']) => string;

/** Mean and variance over pixels and the channels of a group, in float32 whatever the image is. */
function normalise(node: ModelNode, add: Add, x: string): string {
  const attribute = (name: string) => node.attribute.find((one) => one.name === name)!;
  const epsilon = attribute('epsilon').f as number;
  const wide = add('Cast', [add('Transpose', [x], { perm: [0, 3, 1, 2] })], { to: 1 });
  const grouped = add('Reshape', [wide, integers(add, [0, Number(attribute('groups').i), -1])]);
  const centred = add('Sub', [grouped, add('ReduceMean', [grouped, integers(add, [2])], { keepdims: 1 })]);
  const variance = add('ReduceMean', [add('Mul', [centred, centred]), integers(add, [2])], { keepdims: 1 });
  const spread = add('Sqrt', [add('Add', [variance, add('Constant', [], { value_float: { float: epsilon } })])]);
  const normed = add('Reshape', [add('Div', [centred, spread]), add('Shape', [wide], {})]);
  const image = add('Transpose', [normed], { perm: [0, 2, 3, 1] });
  const scaled = add('Add', [add('Mul', [image, node.input[1]!]), node.input[2]!]);
  const active = Number(attribute('activation').i) === 1 ? add('Mul', [scaled, add('Sigmoid', [scaled])]) : scaled;
  // Back to the image's own type.
  return add('CastLike', [active, x]);
}

function integers(add: Add, values: readonly number[]): string {
  return add('Constant', [], { value_ints: values });
}

/** Nodes in place of one; the last has its name and output. */
function parts(node: ModelNode, build: (add: Add) => string): readonly ModelNode[] {
  const nodes: ModelNode[] = [];
  build((opType, input, attributes = {}) => {
    const name = `${node.name}/${nodes.length}`;
    const attribute = Array.isArray(attributes)
      ? (attributes as ModelNode['attribute'])
      : encode(attributes as Attributes);
    const domain = opType === 'MultiHeadAttention' ? 'com.microsoft' : '';
    nodes.push({ opType, domain, name, input, output: [name], attribute });
    return name;
  });
  return [...nodes.slice(0, -1), { ...nodes.at(-1)!, output: [node.output[0]!] }];
}

function encode(attributes: Attributes): ModelNode['attribute'] {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number') return { name, i: value, type: 2 };
    if ('float' in value) return { name, f: value.float, type: 1 };
    return { name, ints: value, type: 7 };
  });
}
