import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { singularVectors } from '#renderer/engine/training/singular-vectors.ts';
import { type FileFactors, targetKeys } from '#renderer/engine/training/trained-lora.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** How a LoRA is taken out, with what kohya's script has where nothing is said. */
export interface ExtractOrder {
  /** Ends of the names of the modules. */
  readonly targets: readonly string[];
  readonly rank: number;
  /** Of convolutions with a kernel larger than 1. */
  readonly convRank: number;
  /** The share of a weight's factors, from the smallest, to whose largest the others are brought; 1 leaves all as they are. */
  readonly clampQuantile: number;
}

/** Values beyond this share of all are cut off by kohya's scripts. */
export const USUAL_CLAMP = 0.99;

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

/** Text encoders of which no weight was changed by more were not trained, as kohya's scripts have it. */
export const USUAL_MIN_DIFF = 0.01;

export interface TextExtractOrder extends ExtractOrder {
  /** Text encoders of which no weight was changed by more are left out. */
  readonly minDiff: number;
}

/** The same of a model's text encoders, in their order; empty where they were not trained. */
export async function extractTexts(
  original: readonly WeightMap[],
  tuned: readonly WeightMap[],
  order: TextExtractOrder,
): Promise<readonly ReadonlyMap<string, FileFactors>[]> {
  const pairs = original.map((weights, i) => [weights, tuned[i] ?? new Map()] as const);
  const changes = await Promise.all(pairs.map(([before, after]) => largestChange(before, after, order)));
  if (Math.max(...changes) <= order.minDiff) return [];
  return Promise.all(pairs.map(([before, after]) => extractLora(before, after, order)));
}

async function largestChange(before: WeightMap, after: WeightMap, { targets }: ExtractOrder): Promise<number> {
  let largest = 0;
  for (const key of targetKeys(before, targets)) {
    const [one, other] = await pairOf(key, before, after);
    for (const [i, value] of one.data.entries()) largest = Math.max(largest, Math.abs(other.data[i]! - value));
  }
  return largest;
}

/** A weight of both models. Throws `invalid` where it is not in both in one shape. */
async function pairOf(key: string, original: WeightMap, tuned: WeightMap): Promise<readonly [Tensor, Tensor]> {
  const other = tuned.get(key);
  const before = await readTensor(original.get(key)!);
  if (other?.shape.join() !== before.dims.join()) throw failure('invalid', 'training.unlike', { key });
  return [before, await readTensor(other!)];
}

/** The same of all weights of a network whose modules end so, clamped. Throws `invalid` where the two are not alike. */
export async function extractLora(
  original: WeightMap,
  tuned: WeightMap,
  { targets, rank, convRank, clampQuantile }: ExtractOrder,
): Promise<ReadonlyMap<string, FileFactors>> {
  const factors = new Map<string, FileFactors>();
  for (const key of targetKeys(original, targets)) {
    const [before, after] = await pairOf(key, original, tuned);
    const isKernel = before.dims.slice(2).some((side) => side > 1);
    factors.set(key, clampedFactors(extractFactors(before, after, isKernel ? convRank : rank), clampQuantile));
  }
  return factors;
}

/** The same without its few largest numbers, as kohya's scripts write it. */
function clampedFactors({ a, b }: FileFactors, share: number): FileFactors {
  const limit = quantile(Float32Array.from([...b.data, ...a.data]), share);
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
