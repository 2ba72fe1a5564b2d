import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphDescription, GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import { encodeModel, type ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';

/** A finished graph, or what the options make of it, as ONNX bytes; `mapped` are initializers that stay in their file's mapping. */
export function encodeGraph(
  finished: GraphDescription,
  { options, mapped }: { readonly options: GraphOptions; readonly mapped: readonly ValueDescription[] },
): BuiltGraph {
  const { name, residency, readSmall, rewrite } = options;
  const described = rewrite?.(finished) ?? finished;
  const { initializers, inputs, outputs } = described;
  const left = new Set(initializers.map((one) => one.name));
  const fed = [...inputs, ...mapped.filter((one) => left.has(one.name))];
  const bytes = encodeModel({ ...described, name, inputs: fed });
  const isSettled = residency === 'mapped' && readSmall !== undefined;
  const optimisation = isSettled ? 'disabled' : 'extended';
  return { name, bytes, inputs: namesOf(inputs), outputs: namesOf(outputs), optimisation };
}

function namesOf(values: readonly ValueDescription[]): readonly string[] {
  return values.map(({ name }) => name);
}
