import { canBeEqual } from '#renderer/engine/graph/ir/dims.ts';
import { typeText } from '#renderer/engine/graph/ir/infer.ts';
import type { ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import { operatorNode } from '#renderer/engine/graph/ir/operator.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Fails with `invalid` where a value cannot have the dimensions that an output is declared with. Names that no input has
 * say nothing: they are another way to call what follows from the inputs.
 */
export function checkOutput(
  output: ValueDescription,
  value: Value,
  { inputs, network }: { readonly inputs: readonly ValueDescription[]; readonly network: string },
): void {
  const named = new Set(inputs.flatMap(({ dims }) => dims));
  const fits = output.dims.every((dim, i) => {
    const isKnown = typeof dim === 'number' || named.has(dim);
    return !isKnown || canBeEqual(dim, value.dims[i] ?? null);
  });
  if (fits && output.dims.length === value.dims.length) return;
  const types = { wanted: typeText(output), given: typeText(value) };
  throw failure('invalid', 'network.output', { network, output: output.name, ...types });
}

/** The node that gives a value the name of an output. */
export function outputNode(name: string, value: Value, network: string): OperatorNode {
  return operatorNode({ op: 'Identity', domain: '', name, inputs: [value], attributes: {}, outputs: [name], network });
}

/** What an operator's output is called: the first has its name. */
export function outputName(node: string, place: number): string {
  return place === 0 ? node : `${node}.${place}`;
}
