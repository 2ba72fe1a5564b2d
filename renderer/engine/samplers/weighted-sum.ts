import type { Tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/** A tensor and what it is multiplied by. */
export type Term = readonly [weight: number, x: Tensor];

/** The sum of weight·x over tensors of one shape, element by element, in double and rounded once. */
export function weightedSum(terms: readonly Term[]): Tensor {
  const [first] = terms;
  if (!first) throw failure('internal', 'tensor.sum-none');
  const { dims } = first[1];
  const other = terms.find(([, x]) => x.dims.join() !== dims.join());
  if (other) {
    throw failure('internal', 'tensor.sum', { left: dims, right: other[1].dims });
  }
  const data = new Float32Array(first[1].data.length);
  for (let i = 0; i < data.length; i++) {
    let sum = 0;
    for (const [weight, x] of terms) sum += weight * x.data[i]!;
    data[i] = sum;
  }
  return { dims, data };
}
