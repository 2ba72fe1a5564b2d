import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { extractFactors } from '#renderer/engine/training/extract-lora.ts';
import { singularVectors } from '#renderer/engine/training/singular-vectors.ts';
import { compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import type { Finding, GoldenFile, GoldenPart } from '#test/golden/check/part.ts';
import { numberPart } from '#test/golden/check/training/number-part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** The low rank of the difference of two checkpoints; training.json. */
export const EXTRACT_PART: GoldenPart = numberPart('extract', checkExtraction);

interface ExtractRecord {
  readonly cases: readonly {
    readonly key: string;
    readonly shape: readonly number[];
    readonly rank: number;
    readonly singular: readonly number[];
    readonly tuned: GoldenTensor;
    readonly product: GoldenTensor;
    readonly residual: number;
    readonly up_column_norms: readonly number[];
    readonly abs_up_0: readonly number[];
    readonly abs_down_0: readonly number[];
  }[];
}

function checkExtraction({ cases }: ExtractRecord, { recipe }: GoldenFile): readonly Finding[] {
  return cases.flatMap((one) => {
    const { key, shape, rank } = one;
    const original = { dims: shape, data: recipe.parameter(key, shape) };
    const tuned = tunedWeight(recipe.input(`delta:${key}`, shape, 1), original, one.singular[0]!);
    const { a, b } = extractFactors(original, tuned, rank);
    const delta = tuned.data.map((value, i) => value - original.data[i]!);
    const matrix = { dims: [shape[0]!, elements(shape.slice(1))], data: delta };
    const product = productOf(b, a, shape);
    const left = delta.map((value, i) => value - product.data[i]!);
    const columns = Array.from({ length: rank }, (_, r) => b.data.filter((__, i) => i % rank === r));
    const norm = (data: Float32Array) => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
    const samples = one.abs_up_0.length;
    return [
      compareTensor(`${key} tuned`, tuned, one.tuned, { bound: 2e-6 }),
      compareNumbers(`${key} singular`, singularVectors(matrix, one.singular.length).values, one.singular, 2e-5),
      compareTensor(`${key} product`, product, one.product, { bound: 2e-5 }),
      compareNumbers(`${key} residual`, [norm(left)], [one.residual], 2e-5),
      compareNumbers(`${key} columns`, columns.map(norm), one.up_column_norms, 2e-5),
      compareNumbers(`${key} up`, columns[0]!.slice(0, samples).map(Math.abs), one.abs_up_0, 2e-5),
      compareNumbers(`${key} down`, a.data.slice(0, one.abs_down_0.length).map(Math.abs), one.abs_down_0, 2e-5),
    ];
  });
}

/** The original plus hashed numbers, scaled by a round number, whose singular values fall by e^(-1/4) each. */
function tunedWeight(hashed: Tensor, original: Tensor, first: number): Tensor {
  const { dims, data } = hashed;
  const [rows, columns] = [dims[0]!, elements(dims.slice(1))];
  const full = Math.min(rows, columns);
  const { values, left, right } = singularVectors({ dims: [rows, columns], data }, full);
  const scale = Number((first / values[0]!).toPrecision(3));
  const sum = Float64Array.from(original.data);
  for (let k = 0; k < full; k++) {
    const value = scale * values[k]! * Math.exp(-k / 4);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) sum[i * columns + j]! += value * left[k]![i]! * right[k]![j]!;
    }
  }
  return { dims, data: Float32Array.from(sum) };
}

function productOf(b: Tensor, a: Tensor, dims: readonly number[]): Tensor {
  const [rows, rank, columns] = [b.dims[0]!, a.dims[0]!, elements(a.dims.slice(1))];
  const data = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let r = 0; r < rank; r++) sum += b.data[i * rank + r]! * a.data[r * columns + j]!;
    return sum;
  });
  return { dims, data };
}
