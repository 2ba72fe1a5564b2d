import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import { tileKernelsShape, WEIGHT_TRANSFORM } from '#renderer/engine/graph/dialects/winograd.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** Kernels (out, in, 3, 3) in a file. */
export type StoredKernels = WeightEntry;

/** Kernels (out, in, 3, 3) as G·w·Gᵀ: output `kernels` (1, 36, out, in), each of the 36 products' matrices in one piece. */
export function buildTileKernels(kernels: StoredKernels): BuiltGraph {
  const [outputs, inputs] = kernels.shape as [number, number];
  const dims = tileKernelsShape({ inputs, outputs });
  const graph = new WeightGraph('kernels for tiles');
  const rows = graph.stored(kernels, [outputs * inputs, 9]);
  const products = graph.op('Gemm', [graph.floats(...WEIGHT_TRANSFORM), rows], { transB: 1 });
  graph.output('kernels', graph.reshape(products, dims), { dims, as: 'F32' });
  return graph.build();
}
