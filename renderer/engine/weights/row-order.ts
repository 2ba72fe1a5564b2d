/** A dense tensor whose dimensions lie in any order, such as channels_last. */
export interface Strided {
  readonly shape: readonly number[];
  /** Elements from one index of a dimension to the next. */
  readonly strides: readonly number[];
}

/** Whether the elements follow each other in row order. The stride of a dimension of one element means nothing. */
export function liesInRows({ shape, strides }: Strided): boolean {
  if (shape.includes(0)) return true;
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i]!;
  }
  return true;
}

/** Whether every element lies once in one run without gaps, in whatever order of dimensions. */
export function isDense({ shape, strides }: Strided): boolean {
  const order = shape.map((_, i) => i).sort((a, b) => strides[b]! - strides[a]! || shape[a]! - shape[b]!);
  return liesInRows({ shape: order.map((i) => shape[i]!), strides: order.map((i) => strides[i]!) });
}

/** The same numbers in row order; `bytes` holds the whole tensor, of elements of this size. */
export function inRows(bytes: Uint8Array, { shape, strides }: Strided, size: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += size) {
    for (let i = 0; i < size; i++) result[to + i] = bytes[from * size + i]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      from -= strides[d]! * shape[d]!;
      index[d] = 0;
    }
  }
  return result;
}
