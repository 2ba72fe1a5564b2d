import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Names of the inputs that a weight's factors come by. */
export function lowRankInputs(key: string): { readonly down: string; readonly up: string } {
  return { down: `${key}:down`, up: `${key}:up` };
}

/** The factors of an addend at run time (LoRA), or nothing where the graph takes none. */
export interface FactorInputs {
  readonly down: Value | null;
  readonly up: Value | null;
}

/** A (in, rank) and B (rank, out) of this scope's weight. */
export function matrixInputs(graph: Graph, { inputs, outputs }: { inputs: number; outputs: number }): FactorInputs {
  return declare(graph, (rank) => ({ down: [inputs, rank], up: [rank, outputs] }));
}

/** A (rank, in, k, k) and B (out, rank, 1, 1); matrices where k is 1, like the projections that are stored so. */
export function kernelInputs(
  graph: Graph,
  { inputs, outputs, kernel }: { inputs: number; outputs: number; kernel: number },
): FactorInputs {
  if (kernel === 1) return matrixInputs(graph, { inputs, outputs });
  return declare(graph, (rank) => ({ down: [rank, inputs, kernel, kernel], up: [outputs, rank, 1, 1] }));
}

type FactorDims = readonly (number | string)[];

function declare(graph: Graph, dimsAt: (rank: string) => { down: FactorDims; up: FactorDims }): FactorInputs {
  const key = graph.adaptable;
  if (key === null) return { down: null, up: null };
  const names = lowRankInputs(key);
  const dims = dimsAt(`${key}:rank`);
  return { down: graph.weightInput(names.down, dims.down), up: graph.weightInput(names.up, dims.up) };
}
