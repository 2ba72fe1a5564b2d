import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { singularVectors } from '#renderer/engine/training/singular-vectors.ts';
import type { FileFactors } from '#renderer/engine/training/trained-lora.ts';

/** Values beyond this share of all are cut off by kohya's scripts. */
const CLAMPED_FROM = 0.99;

/**
 * The low rank that is nearest to what a weight was changed by: B·A with B = U·S and A = Vᵀ of its singular value
 * decomposition. Alpha is the rank.
 */
export function extractFactors(original: Tensor, tuned: Tensor, rank: number): FileFactors {
  const [out = 1, inputs = 1, ...kernel] = original.dims;
  const delta = { dims: [out, elements([inputs, ...kernel])], data: tuned.data.map((x, i) => x - original.data[i]!) };
  const { values, left, right } = singularVectors(delta, rank);
  const a = tensor([values.length, inputs, ...kernel], Float32Array.from(right.flatMap((vector) => [...vector])));
  const b = tensor([out, values.length, ...kernel.map(() => 1)]);
  for (const [r, vector] of left.entries()) {
    for (let i = 0; i < out; i++) b.data[i * values.length + r] = vector[i]! * values[r]!;
  }
  return { a, b };
}

/** The same without its few largest numbers, as kohya's scripts write it. */
export function clampedFactors({ a, b }: FileFactors): FileFactors {
  const limit = quantile(Float32Array.from([...b.data, ...a.data]), CLAMPED_FROM);
  const clamped = ({ dims, data }: Tensor) => ({ dims, data: data.map((x) => Math.min(limit, Math.max(-limit, x))) });
  return { a: clamped(a), b: clamped(b) };
}

/** Between the two nearest, as torch has it. */
function quantile(values: Float32Array, share: number): number {
  const sorted = values.toSorted();
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}
