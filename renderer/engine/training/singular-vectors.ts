import type { Tensor } from '#renderer/engine/tensor.ts';

/** The largest singular values of a matrix (rows, columns), falling, and their vectors. */
export interface SingularVectors {
  readonly values: Float64Array;
  /** (rank, rows) */
  readonly left: readonly Float64Array[];
  /** (rank, columns) */
  readonly right: readonly Float64Array[];
}

/** Vectors beyond those that are asked for, which make the others settle sooner. */
const EXTRA = 8;
const ROUNDS_MAX = 60;
const SETTLED = 1e-11;

/**
 * By subspace iteration (Halko, Martinsson, Tropp, https://arxiv.org/abs/0909.4061, algorithm 4.4) until the values
 * settle: few vectors are wanted of large matrices.
 */
export function singularVectors({ dims, data }: Tensor, rank: number): SingularVectors {
  const [rows, columns] = dims as [number, number];
  const count = Math.min(rank + EXTRA, rows, columns);
  let right = orthonormal(startVectors(count, columns));
  let before: Float64Array = new Float64Array(count);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const left = orthonormal(right.map((vector) => times(data, vector, [rows, columns])));
    const images = left.map((vector) => timesTransposed(data, vector, [rows, columns]));
    const turned = turnedByValues(left, images);
    const settled = turned.values.every((value, i) => Math.abs(value - before[i]!) <= SETTLED * turned.values[0]!);
    if (settled || round === ROUNDS_MAX - 1) return firstOf(turned, Math.min(rank, count));
    before = turned.values;
    right = orthonormal(images);
  }
  throw new RangeError('unreachable: the last round returns');
}

/** Numbers that are never the same and never at right angles to anything: a fixed start gives a fixed result. */
function startVectors(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length }, (__, i) => Math.sin(1 + i * (k + 1) * 0.7 + k * k)),
  );
}

/** Diagonalises images of orthonormal vectors: with left (k, rows) and images = left·A, A ≈ leftᵀ·images. */
function turnedByValues(left: readonly Float64Array[], images: readonly Float64Array[]): SingularVectors {
  const gram = images.map((a) => Float64Array.from(images, (b) => dot(a, b)));
  const { values, vectors } = symmetricEigen(gram);
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  const mix = (weights: Float64Array, of: readonly Float64Array[]) => combined(weights, of);
  return {
    values: roots,
    left: vectors.map((weights) => mix(weights, left)),
    right: vectors.map((weights, i) => mix(weights, images).map((value) => (roots[i] ? value / roots[i] : 0))),
  };
}

function firstOf({ values, left, right }: SingularVectors, rank: number): SingularVectors {
  return { values: values.slice(0, rank), left: left.slice(0, rank), right: right.slice(0, rank) };
}

/** Eigenvalues of a small symmetric matrix, falling, by Jacobi's rotations. */
function symmetricEigen(matrix: readonly Float64Array[]): { values: Float64Array; vectors: Float64Array[] } {
  const n = matrix.length;
  const a = matrix.map((line) => line.slice());
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  const size = a.reduce((sum, line) => sum + dot(line, line), 0);
  for (let sweep = 0; sweep < 50 && offDiagonal(a) > 1e-30 * size; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, [p, q]);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
  return { values: Float64Array.from(order, (i) => a[i]![i]!), vectors: order.map((i) => vectors[i]!) };
}

/** Makes element (p, q) zero; `vectors` are in rows. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], [p, q]: readonly [number, number]): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const line of a) turn(line, line, { p, q, c, s });
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[p]![i]!, a[q]![i]!];
    a[p]![i] = c * x - s * y;
    a[q]![i] = s * x + c * y;
    const [u, v] = [vectors[p]![i]!, vectors[q]![i]!];
    vectors[p]![i] = c * u - s * v;
    vectors[q]![i] = s * u + c * v;
  }
}

function turn(
  from: Float64Array,
  to: Float64Array,
  { p, q, c, s }: { p: number; q: number; c: number; s: number },
): void {
  const [x, y] = [from[p]!, from[q]!];
  to[p] = c * x - s * y;
  to[q] = s * x + c * y;
}

function offDiagonal(a: readonly Float64Array[]): number {
  return a.reduce(
    (sum, line, i) => sum + line.reduce((inner, value, j) => inner + (i === j ? 0 : value * value), 0),
    0,
  );
}

/** Gram–Schmidt, twice, since once leaves rounding behind. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const next = vector.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const known of done) addTo(next, -dot(next, known), known);
    }
    const length = Math.sqrt(dot(next, next));
    done.push(length > 1e-200 ? next.map((value) => value / length) : next.fill(0));
  }
  return done;
}

function combined(weights: Float64Array, of: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(of[0]!.length);
  for (const [i, vector] of of.entries()) addTo(sum, weights[i]!, vector);
  return sum;
}

function addTo(sum: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += factor * vector[i]!;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function times(matrix: Float32Array, vector: Float64Array, [rows, columns]: readonly [number, number]): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => dot(matrix.subarray(i * columns, (i + 1) * columns), vector));
}

function timesTransposed(
  matrix: Float32Array,
  vector: Float64Array,
  [rows, columns]: readonly [number, number],
): Float64Array {
  const sum = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const [factor, line] = [vector[i]!, matrix.subarray(i * columns, (i + 1) * columns)];
    for (let j = 0; j < columns; j++) sum[j]! += factor * line[j]!;
  }
  return sum;
}
