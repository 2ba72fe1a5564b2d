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
  /** Constants that are handed over when the graph is opened. */
  readonly sharedWeights: readonly WeightInput[];
}

/** A finished graph, or what the options make of it, as ONNX bytes. */
export function encodeGraph(finished: GraphDescription, given: EncodeOptions): BuiltGraph {
  const { options, mapped, weightInputs, sharedWeights } = given;
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
  return {
    ...built,
    inputDims: Object.fromEntries(inputs.map((one) => [one.name, one.dims])),
    ...(weightInputs.length > 0 && { weightInputs }),
    ...(sharedWeights.length > 0 && { sharedWeights, foldedWeights: foldedIn(described, { fed, sharedWeights }) }),
  };
}

/** Nodes of constants alone are computed when a graph is opened. */
function foldedIn(
  { nodes, initializers }: GraphDescription,
  { fed, sharedWeights }: { readonly fed: readonly ValueDescription[]; readonly sharedWeights: readonly WeightInput[] },
): readonly string[] {
  const inputs = new Set(namesOf(fed));
  const constants = new Set(initializers.map(({ name }) => name).filter((name) => !inputs.has(name)));
  const shared = new Map(sharedWeights.map(({ name, key }) => [name, key]));
  const folded = new Set<string>();
  for (const node of nodes) {
    const names = node.inputs.flatMap((value) => (value ? [value.name] : []));
    if (names.length === 0 || !names.every((name) => constants.has(name))) continue;
    for (const output of node.outputs) if (output) constants.add(output.name);
    for (const name of names) if (shared.has(name)) folded.add(shared.get(name)!);
  }
  return [...folded];
}

function namesOf(values: readonly ValueDescription[]): readonly string[] {
  return values.map(({ name }) => name);
}
