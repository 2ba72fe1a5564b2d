import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import type { WeightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The network itself sees to it that weights fit and are all used. */
const OF_WEIGHTS = { harmless: [/^/] } as const;

/** Weights of files as graphs take them, to be run once: outputs by the inputs' names. */
export function buildWeightInputs(
  inputs: readonly WeightInput[],
  weights: WeightMap,
  options: Omit<GraphOptions, 'name'>,
): BuiltGraph {
  const graph = Graph.over(weights, { ...options, ...OF_WEIGHTS, name: 'weights on the device' });
  for (const { name, key, rows, type, dims } of inputs) {
    const { shape, ...part } = rows;
    const weight = (type === 'float' ? graph.exact() : graph).weight(key, shape);
    graph.result(name, graph.weights.load(weight, part), dims);
  }
  return { ...graph.build(), inputs: [] };
}

/**
 * Weights on the device with LoRAs: inputs by the names of `inputs`, and factors as networks take them
 * (low-rank-inputs.ts); outputs by `mergedName`. A product of narrow factors is added to each weight as it lies, in one
 * operator that rounds once.
 */
export function buildDeviceMerge(inputs: readonly WeightInput[], options: Omit<GraphOptions, 'name'>): BuiltGraph {
  const graph = Graph.over(new Map(), { ...options, ...OF_WEIGHTS, name: 'LoRAs on the device' });
  const factors = new Map<string, Factors>();
  for (const input of inputs) {
    const at = input.type === 'float' ? graph.exact() : graph;
    const known = factors.get(input.key) ?? factorsOf(at, input);
    factors.set(input.key, known);
    graph.result(mergedName(input), merged(at, input, known), input.dims);
  }
  return graph.build();
}

/** The output with a weight and what LoRAs add to it. */
export function mergedName({ name }: WeightInput): string {
  return `${name}:merged`;
}

interface Factors {
  readonly down: Value;
  readonly up: Value;
}

function factorsOf(graph: Graph, { key, rows: { shape } }: WeightInput): Factors {
  const names = lowRankInputs(key);
  const dims = factorDims(shape, RANK);
  const named = (sizes: readonly number[]) => sizes.map((size) => (size === RANK ? `${key}:rank` : size));
  return { down: graph.weightInput(names.down, named(dims.down)), up: graph.weightInput(names.up, named(dims.up)) };
}

/** Stands for the rank, which the inputs' dimensions leave open; no weight has so many rows. */
const RANK = -1;

function merged(graph: Graph, input: WeightInput, { down, up }: Factors): Value {
  const { dims, rows } = input;
  const { shape, isTurned = false } = rows;
  const given = graph.handedInput(input.name, dims);
  const [columns, narrow] = [columnsOf(graph, down, input), rowsOf(graph, up, input)];
  if (isTurned) return graph.op('Gemm', [columns, narrow, given]);
  const sum = (weight: Value) => graph.op('Gemm', [narrow, columns, weight], { transA: 1, transB: 1 });
  if (shape.length === 2) return sum(given);
  const matrix = graph.op('Reshape', [given, graph.ints([dims[0]!, elements(dims.slice(1))])]);
  return graph.op('Reshape', [sum(matrix), graph.ints(dims)]);
}

/** (rank, out), or the wanted rows' part of it. */
function rowsOf(graph: Graph, up: Value, { rows: { shape, from = 0, to = shape[0]! } }: WeightInput): Value {
  const [out] = shape as [number];
  const isKernel = up.dims.length > 2;
  const matrix = isKernel
    ? graph.op('Transpose', [graph.op('Reshape', [up, graph.ints([out, -1])])], { perm: [1, 0] })
    : up;
  if (from === 0 && to === out) return matrix;
  return graph.op('Slice', [matrix, graph.ints([from]), graph.ints([to]), graph.ints([1])]);
}

/** (everything but out, rank), in the order in which the weight lies. */
function columnsOf(graph: Graph, down: Value, { rows }: WeightInput): Value {
  const { shape, zeroColumns = 0, isInterleaved = false } = rows;
  if (down.dims.length > 2) {
    const kernels = graph.op('Transpose', [down], { perm: isInterleaved ? [2, 3, 1, 0] : [1, 2, 3, 0] });
    return graph.op('Reshape', [kernels, graph.ints([elements(shape.slice(1)), -1])]);
  }
  return zeroColumns === 0 ? down : graph.op('Pad', [down, graph.ints([0, 0, zeroColumns, 0])]);
}
