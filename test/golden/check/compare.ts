import { createHash } from 'node:crypto';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { Finding } from '#test/golden/check/part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** Exact bytes as a golden file records them: all of them, or their hash, and always some. */
export interface GoldenBytes {
  readonly shape: readonly number[];
  readonly sha256?: string;
  readonly base64?: string;
  readonly idx?: readonly number[];
  readonly val?: readonly number[];
}

/** How far a tensor may be off: `relative` to the mean of |x|, or in its own numbers. */
export interface TensorBound {
  readonly bound: number;
  readonly relative?: boolean;
}

/** Samples and sum of a tensor; what has another shape is infinitely far off. */
export function compareTensor(
  what: string,
  actual: Tensor,
  expected: GoldenTensor,
  { bound, relative = false }: TensorBound,
): Finding {
  if (actual.dims.join() !== expected.shape.join()) {
    return { what: `${what}: ${actual.dims.join('×')} instead of ${expected.shape.join('×')}`, error: Infinity, bound };
  }
  const unit = relative ? expected.absmean : 1;
  const worst = expected.idx.reduce((most, at, i) => larger(most, Math.abs(actual.data[at]! - expected.val[i]!)), 0);
  // The sum tells a wrong region from wrong numbers.
  const total = actual.data.reduce((sum, value) => sum + value, 0);
  const apart = Math.abs(total - expected.sum) / Math.max(1, actual.data.length * expected.absmean);
  return { what, error: larger(worst / unit, apart), bound };
}

/** Bytes that must be equal, or within some levels where `levels` says so and the file has them. */
export function compareBytes(what: string, actual: Uint8Array, expected: GoldenBytes, levels = 0): Finding {
  const { base64, sha256, idx = [], val = [] } = expected;
  const apart = (at: number, value: number) => Math.abs((actual[at] ?? Number.NaN) - value);
  if (base64 !== undefined) {
    const all = Buffer.from(base64, 'base64');
    if (all.length !== actual.length)
      return { what: `${what}: ${actual.length} bytes`, error: Infinity, bound: levels };
    return { what, error: all.reduce((most, value, at) => larger(most, apart(at, value)), 0), bound: levels };
  }
  const worst = idx.reduce((most, at, i) => larger(most, apart(at, val[i]!)), 0);
  const differs = levels === 0 && sha256 !== undefined && createHash('sha256').update(actual).digest('hex') !== sha256;
  return { what, error: differs ? larger(worst, 1) : worst, bound: levels };
}

/** Things that are equal or not. */
export function compareExactly(what: string, actual: unknown, expected: unknown): Finding {
  const same = JSON.stringify(actual) === JSON.stringify(expected);
  return {
    what: same ? what : `${what}: ${shown(actual)} instead of ${shown(expected)}`,
    error: same ? 0 : 1,
    bound: 0,
  };
}

/** Numbers, the furthest one of which counts. */
export function compareNumbers(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: number,
): Finding {
  const numbers = Array.from(expected);
  const worst = numbers.reduce((most, value, i) => larger(most, Math.abs((actual[i] ?? Number.NaN) - value)), 0);
  return { what, error: actual.length === numbers.length ? worst : Infinity, bound };
}

/** Not a number is larger than any. */
function larger(a: number, b: number): number {
  return a >= b ? a : Number.isNaN(b) ? Infinity : b;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)} …` : text;
}
