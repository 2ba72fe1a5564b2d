import { failure } from '#shared/text/failure.ts';

/** Float32 numbers in row-major order. Treated as immutable by whoever did not make it. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Elements of a shape. */
export function elements(dims: readonly number[]): number {
  return dims.reduce((product, n) => product * n, 1);
}

/** Wraps numbers in a shape; throws when they do not fit. */
export function tensor(dims: readonly number[], data: Float32Array = new Float32Array(elements(dims))): Tensor {
  if (elements(dims) !== data.length) {
    throw failure('internal', 'tensor.shape', { count: data.length, dims });
  }
  return { dims, data };
}

/** Whether no number is NaN or infinite; a millisecond or so for a picture of 1024 × 1024. */
export function allFinite({ data }: Tensor): boolean {
  // Zero times anything finite is zero, and NaN stays: one look for all.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0;
}

/** a·x + b·y, element by element, in double and rounded once. */
export function mix(a: number, x: Tensor, b: number, y: Tensor): Tensor {
  sameShape(x, y);
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a * x.data[i]! + b * y.data[i]!;
  return { dims: x.dims, data };
}

/** a·x. */
export function scale(a: number, x: Tensor): Tensor {
  return { dims: x.dims, data: x.data.map((value) => a * value) };
}

/** Joins along the first dimension; the other dimensions are equal. */
export function stack(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first) throw failure('internal', 'tensor.stack-none');
  const rows = parts.reduce((sum, part) => sum + part.dims[0]!, 0);
  const result = tensor([rows, ...first.dims.slice(1)]);
  let at = 0;
  for (const part of parts) {
    result.data.set(part.data, at);
    at += part.data.length;
  }
  return result;
}

/** Row i of the first dimension, which stays as 1. Shares memory. */
export function row(x: Tensor, i: number): Tensor {
  const dims = [1, ...x.dims.slice(1)];
  const size = elements(dims);
  return { dims, data: x.data.subarray(i * size, (i + 1) * size) };
}

/** Joins the channels (second dimension) of tensors that are alike otherwise. */
export function concatChannels(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first) throw failure('internal', 'tensor.join-none');
  const [count = 0, , ...sides] = first.dims;
  const rows = Array.from({ length: count }, (_, i) =>
    stack(parts.map((part) => ({ dims: [part.dims[1]!, ...sides], data: row(part, i).data }))),
  );
  return stack(rows.map(({ dims, data }) => ({ dims: [1, ...dims], data })));
}

function sameShape(x: Tensor, y: Tensor): void {
  if (x.dims.join() !== y.dims.join()) {
    throw failure('internal', 'tensor.combine', { left: x.dims, right: y.dims });
  }
}
