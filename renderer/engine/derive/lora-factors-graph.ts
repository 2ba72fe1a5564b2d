import type { LowRankDelta } from '#renderer/engine/adapters/weight-change.ts';
import { factorsOf, matrixOf } from '#renderer/engine/derive/merge-graph.ts';
import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { meantShape, type WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** A weight and everything that LoRAs add to it. */
export interface LoraTarget {
  /** What the outputs are named by. */
  readonly name: string;
  readonly entry: WeightEntry;
  readonly parts: readonly { readonly delta: LowRankDelta; readonly scale: number }[];
}

/**
 * The factors of LoRAs as networks take them (low-rank-inputs.ts): side by side along the rank, scales in B. Outputs
 * `<name>:down` and `<name>:up`, matrices (in, rank) and (rank, out), or for kernels larger than 1×1 (rank, in, k, k) and
 * (out, rank, 1, 1).
 */
export function buildLoraFactors(targets: readonly LoraTarget[]): BuiltGraph {
  const graph = new WeightGraph('style LoRAs');
  for (const { name, entry, parts } of targets) {
    const matrix = matrixOf(entry);
    const factors = parts.map(({ delta, scale }) => {
      const { up, down, rank } = factorsOf(graph, delta, matrix);
      return { down, up: scale === 1 ? up : graph.op('Mul', [up, graph.float(scale)]), rank };
    });
    const rank = factors.reduce((sum, factor) => sum + factor.rank, 0);
    const down = joined(graph, { values: factors.map((factor) => factor.down), axis: 0 });
    const up = joined(graph, { values: factors.map((factor) => factor.up), axis: 1 });
    const dims = factorDims(meantShape(entry), rank);
    const isKernel = dims.down.length > 2;
    const turned = (value: Value) => graph.op('Transpose', [value], { perm: [1, 0] });
    graph.output(`${name}:down`, isKernel ? graph.reshape(down, dims.down) : turned(down), {
      dims: dims.down,
      as: 'F32',
    });
    graph.output(`${name}:up`, isKernel ? graph.reshape(up, dims.up) : turned(up), { dims: dims.up, as: 'F32' });
  }
  return graph.build();
}

/** The shapes of a weight's two factors at a rank. */
export function factorDims(
  shape: readonly number[],
  rank: number,
): { readonly down: readonly number[]; readonly up: readonly number[] } {
  const [out = 1, inputs = 1, ...kernel] = shape;
  if (kernel.every((side) => side === 1)) return { down: [inputs, rank], up: [rank, out] };
  return { down: [rank, inputs, ...kernel], up: [out, rank, ...kernel.map(() => 1)] };
}

function joined(graph: WeightGraph, { values, axis }: { values: readonly Value[]; axis: number }): Value {
  return values.length === 1 ? values[0]! : graph.op('Concat', values, { axis });
}
