import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { encodeModel } from '#renderer/engine/graph/ir/encode-model.ts';
import type { GraphDescription, GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import type { ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { WeightInput } from '#renderer/engine/graph/ir/weight-input.ts';

interface EncodeOptions {
  readonly options: GraphOptions;
  /** Initializers that stay in their file's mapping. */
  readonly mapped: readonly ValueDescription[];
  /** Further inputs, by which weights come. */
  readonly weightInputs: readonly WeightInput[];
}

/** A finished graph, or what the options make of it, as ONNX bytes. */
export function encodeGraph(finished: GraphDescription, { options, mapped, weightInputs }: EncodeOptions): BuiltGraph {
  const { name, residency, readSmall, rewrite } = options;
  const whole = { ...finished, inputs: [...finished.inputs, ...weightInputs] };
  const described = rewrite?.(whole) ?? whole;
  const { initializers, inputs, outputs } = described;
  const left = new Set(initializers.map((one) => one.name));
  const fed = [...inputs, ...mapped.filter((one) => left.has(one.name))];
  const bytes = encodeModel({ ...described, name, inputs: fed });
  const isSettled = residency === 'mapped' && readSmall !== undefined;
  const optimisation = isSettled ? 'disabled' : 'extended';
  const built = { name, bytes, inputs: namesOf(inputs), outputs: namesOf(outputs), optimisation } as const;
  return weightInputs.length === 0 ? built : { ...built, weightInputs };
}

function namesOf(values: readonly ValueDescription[]): readonly string[] {
  return values.map(({ name }) => name);
}
