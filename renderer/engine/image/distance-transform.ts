/** A value for each pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * The squared distance, in pixels, of every pixel's centre to the nearest one that is a site; infinite without any.
 * Exact and linear in the number of pixels: the lower envelope of parabolas, along columns and then along rows
 * (Felzenszwalb and Huttenlocher 2012, https://doi.org/10.4086/toc.2012.v008a019).
 */
export function squaredDistances(
  { width, height }: { readonly width: number; readonly height: number },
  isSite: (index: number) => boolean,
): Plane {
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = isSite(i) ? 0 : Number.POSITIVE_INFINITY;
  const envelope = createEnvelope(Math.max(width, height));
  for (let x = 0; x < width; x++) envelope(data, { first: x, stride: width, length: height });
  for (let y = 0; y < height; y++) envelope(data, { first: y * width, stride: 1, length: width });
  return { width, height, data };
}

/** A row or a column. */
interface Line {
  readonly first: number;
  readonly stride: number;
  readonly length: number;
}

/** Replaces f by g(p) = min over q of (p - q)² + f(q), along lines of up to so many values. */
function createEnvelope(lengthMax: number): (data: Float32Array, line: Line) => void {
  const values = new Float64Array(lengthMax);
  // The parabolas of the envelope from left to right, and where each begins to be the lowest.
  const apexes = new Int32Array(lengthMax);
  const begins = new Float64Array(lengthMax);
  return (data, { first, stride, length }) => {
    for (let q = 0; q < length; q++) values[q] = data[first + q * stride]!;
    const crossing = (p: number, q: number) => (values[q]! + q * q - values[p]! - p * p) / (2 * (q - p));
    let count = 0;
    for (let q = 0; q < length; q++) {
      if (values[q] === Number.POSITIVE_INFINITY) continue;
      let begin = Number.NEGATIVE_INFINITY;
      while (count > 0) {
        begin = crossing(apexes[count - 1]!, q);
        if (begin > begins[count - 1]!) break;
        count -= 1;
      }
      apexes[count] = q;
      begins[count] = count === 0 ? Number.NEGATIVE_INFINITY : begin;
      count += 1;
    }
    let at = 0;
    for (let p = 0; count > 0 && p < length; p++) {
      while (at + 1 < count && begins[at + 1]! < p) at += 1;
      const q = apexes[at]!;
      data[first + p * stride] = (p - q) ** 2 + values[q]!;
    }
  };
}
