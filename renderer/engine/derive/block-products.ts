import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import { describeWeight } from '#renderer/engine/graph/ir/initializer.ts';
import { type InitializerDescription, ONNX_TYPE, type OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import { initializerValue, operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { BLOCK, blockNames } from '#renderer/engine/weights/derived-names.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/*
 * Products with matrices that are kept in blocks of 8-bit integers (block-weights.ts), by ONNX Runtime's
 * MatMulNBits: it widens them inside the kernel, so that they take half of what half precision does, and a quarter of
 * float32. An experiment: which is quicker only a card can tell.
 */

/** The same graph with such products where there are blocks, and without what is needed no more. */
export function withBlockProducts(graph: GraphDescription, blocks: WeightMap): GraphDescription {
  const initializers: InitializerDescription[] = [...graph.initializers];
  const nodes = graph.nodes.flatMap((node) => {
    const rows = rowsOf(node);
    const made = rows && inBlocks(node, rows, blocks);
    if (!made) return [node];
    initializers.push(...made.initializers);
    return made.nodes;
  });
  return pruned({ ...graph, nodes, initializers });
}

/** Rows of a matrix (out, in) of the file, as its initializer is named. */
interface Rows {
  readonly key: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The rows of a stored matrix that tokens are multiplied with; null for all other nodes. */
function rowsOf({ op, inputs, attributes }: OperatorNode): Rows | null {
  const isProduct = op === 'MatMul' || (op === 'FusedMatMul' && attributes.transB === 1 && !attributes.transA);
  const weight = isProduct ? inputs[1]! : null;
  if (!weight) return null;
  const { name, dims } = originOf(weight);
  const [, key = name, from = 0, to = dims[0]] = /^(.*)\[(\d+):(\d+)\]$/.exec(name) ?? [];
  return { key, name, from: Number(from), to: Number(to) };
}

/** What a matrix was before it was converted and turned. */
function originOf(value: Value): Value {
  const { producer } = value;
  const isPrepared = producer.kind === 'node' && (producer.node.op === 'Cast' || producer.node.op === 'Transpose');
  return isPrepared ? originOf((producer.node as OperatorNode).inputs[0]!) : value;
}

interface MadeProduct {
  readonly nodes: readonly OperatorNode[];
  readonly initializers: readonly InitializerDescription[];
}

function inBlocks(node: OperatorNode, { key, from, to }: Rows, blocks: WeightMap): MadeProduct | null {
  const names = blockNames(key);
  const [weight, scale] = [blocks.get(names.weight), blocks.get(names.scale)];
  if (!weight || !scale) return null;
  const [bytes, scales] = [
    describeWeight(names.weight, { entry: weight, rows: { shape: weight.shape, from, to } }),
    describeWeight(names.scale, { entry: scale, rows: { shape: scale.shape, from, to } }),
  ] as const;
  const [tokens] = node.inputs as readonly [Value];
  const converting =
    tokens.type === 'float' ? [] : [conversion(initializerValue(scales), { of: node, to: tokens.type })];
  const inputs = [tokens, initializerValue(bytes), converting[0]?.outputs[0] ?? initializerValue(scales)];
  const attributes = { K: weight.shape[1]! * BLOCK, N: to - from, bits: 8, block_size: BLOCK };
  // Whoever takes what the product gave takes the same name.
  const product = { ...node, op: 'MatMulNBits', domain: 'com.microsoft', inputs, attributes } as const;
  return { nodes: [...converting, product], initializers: [bytes, scales] };
}

function conversion(scales: Value, { of, to }: { readonly of: OperatorNode; readonly to: OnnxType }): OperatorNode {
  const name = `${of.name}:scales`;
  const attributes = { to: ONNX_TYPE[to] };
  return operatorNode({ op: 'Cast', domain: '', name, outputs: [name], inputs: [scales], attributes, network: 'unet' });
}

/** Without nodes whose results nobody takes, and initializers likewise. */
function pruned(graph: GraphDescription): GraphDescription {
  const wanted = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes
    .toReversed()
    .filter(({ inputs, outputs }) => {
      const isWanted = outputs.some((value) => value && wanted.has(value.name));
      if (isWanted) for (const value of inputs) if (value) wanted.add(value.name);
      return isWanted;
    })
    .toReversed();
  const initializers = new Map(graph.initializers.map((one) => [one.name, one]));
  return { ...graph, nodes, initializers: [...initializers.values()].filter(({ name }) => wanted.has(name)) };
}
