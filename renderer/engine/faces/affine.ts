/** A place in pixels; a pixel's middle is a whole number. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Where a place goes. */
export function moved([a, b, c, d, e, f]: Affine, { x, y }: Spot): Spot {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The way back. */
export function inverseOf([a, b, c, d, e, f]: Affine): Affine {
  const scale = 1 / (a * e - b * d);
  const [p, q, r, s] = [e * scale, -b * scale, -d * scale, a * scale];
  return [p, q, -(p * c + q * f), r, s, -(r * c + s * f)];
}

/**
 * The similarity (turned, scaled and moved, not mirrored) that brings places nearest to others, by least squares. Null
 * where all places are one.
 */
export function similarity(from: readonly Spot[], to: readonly Spot[]): Affine | null {
  const [centre, aim] = [middleOf(from), middleOf(to)];
  let [spread, along, across] = [0, 0, 0];
  for (const [i, place] of from.entries()) {
    const [x, y] = [place.x - centre.x, place.y - centre.y];
    const [u, v] = [to[i]!.x - aim.x, to[i]!.y - aim.y];
    spread += x * x + y * y;
    along += x * u + y * v;
    across += x * v - y * u;
  }
  if (spread === 0) return null;
  const [p, q] = [along / spread, across / spread];
  return [p, -q, aim.x - p * centre.x + q * centre.y, q, p, aim.y - q * centre.x - p * centre.y];
}

function middleOf(places: readonly Spot[]): Spot {
  const sum = places.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}
