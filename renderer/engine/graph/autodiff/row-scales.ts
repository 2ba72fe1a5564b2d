import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';
import { operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

export interface ScaledProduct {
  /** The input that its addend's second factor comes by (low-rank-inputs.ts). */
  readonly up: string;
  /** Name of the input (out) that its outputs are multiplied with. */
  readonly scale: string;
  readonly outputs: number;
}

/**
 * A graph in which the sums of products and their addends are multiplied by numbers of their own, output by output,
 * before a bias comes on: what DoRA (https://arxiv.org/abs/2402.09353) does beside LoRA. Only for products of tokens.
 * Throws `internal` where one has no such sum.
 */
export function withRowScales(graph: GraphDescription, products: readonly ScaledProduct[]): GraphDescription {
  const left = new Map(products.map((product) => [product.up, product]));
  const inputs = [...graph.inputs];
  const nodes: OperatorNode[] = [];
  for (const node of graph.nodes) {
    const scaled = left.get(upOf(node) ?? '');
    if (!scaled) {
      nodes.push(node);
      continue;
    }
    left.delete(scaled.up);
    const input = { name: scaled.scale, type: 'float', dims: [scaled.outputs] } as const;
    inputs.push(input);
    nodes.push(...times(node, { ...input, producer: { kind: 'input' } }));
  }
  const [missed] = left.keys();
  if (missed !== undefined) throw failure('internal', 'network.no-row-scale', { product: missed });
  return { ...graph, nodes, inputs };
}

/** The second factor of the addend that a node adds to a product of tokens. */
function upOf({ op, inputs }: OperatorNode): string | undefined {
  const product = op === 'Add' ? madeBy(inputs[1], 'MatMul') : undefined;
  const factor = product?.inputs[1];
  // In half precision it is an input that is narrowed.
  return (madeBy(factor, 'Cast')?.inputs[0] ?? factor)?.name;
}

function madeBy(value: Value | null | undefined, op: string): OperatorNode | undefined {
  const producer = value?.producer;
  return producer?.kind === 'node' && producer.node.op === op ? (producer.node as OperatorNode) : undefined;
}

/** The node under another name, and what it gave times a value under its own. */
function times({ op, domain, inputs, attributes, outputs }: OperatorNode, factor: Value): readonly OperatorNode[] {
  const { name, type } = outputs[0]!;
  const network = '';
  const plain = operatorNode({ op, domain, inputs, attributes, ...called(`${name}:plain`), network });
  const cast = { op: 'Cast', domain: '', inputs: [factor], attributes: { to: ONNX_TYPE[type] } } as const;
  const narrow = factor.type === type ? [] : [operatorNode({ ...cast, ...called(`${name}:scale`), network })];
  const fitting = narrow[0]?.outputs[0] ?? factor;
  const product = { op: 'Mul', domain: '', inputs: [plain.outputs[0]!, fitting], attributes: {} } as const;
  return [plain, ...narrow, operatorNode({ ...product, ...called(name), network })];
}

function called(name: string): { readonly name: string; readonly outputs: readonly string[] } {
  return { name, outputs: [name] };
}
