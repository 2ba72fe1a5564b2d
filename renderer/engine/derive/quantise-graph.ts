import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** A matrix (out, in) in a file, or some rows of one. */
export type StoredMatrix = WeightEntry;

/** The largest magnitude of a symmetric 8-bit integer. */
export const INT8_MAX = 127;

/** A row of zeros has no scale of its own; any will do. */
const SMALLEST_MAGNITUDE = 1e-12;

/**
 * A matrix (out, in) as 8-bit integers: output `q` (in, out), as ONNX Runtime's products want it, and `scale` (out),
 * so that W ≈ (q · scale)ᵀ. Each output has the scale of its largest weight, so the error of a weight is at most half
 * of it.
 */
export function buildQuantise(matrix: StoredMatrix): BuiltGraph {
  const [outputs, inputs] = matrix.shape as [number, number];
  const graph = new WeightGraph('8-bit weights');
  const weight = graph.stored(matrix);
  const largest = graph.op('ReduceMax', [graph.op('Abs', [weight]), graph.ints([1])], { keepdims: 0 });
  const magnitude = graph.op('Max', [largest, graph.float(SMALLEST_MAGNITUDE)]);
  const scale = graph.op('Mul', [magnitude, graph.float(1 / INT8_MAX)]);
  const columns = graph.op('Transpose', [weight], { perm: [1, 0] });
  const whole = graph.op('Round', [graph.op('Div', [columns, scale])]);
  graph.output('q', whole, { dims: [inputs, outputs], as: 'I8' });
  graph.output('scale', scale, { dims: [outputs], as: 'F32' });
  return graph.build();
}
