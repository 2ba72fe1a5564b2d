import type { LightGrid } from '#shared/watermark/luminance.ts';
import { WAVES } from '#shared/watermark/pattern.ts';

/** A coefficient is as large as that of an orthonormal transform (DCT-II) of 64 x 64 cells over the same picture. */
const SIDE = 64;

const tables = new Map<number, Float32Array>();

/** Coefficients u + WAVES v of a grid's cosine transform; those without a wave along both sides are 0. */
export function coefficientsOf({ width, height, data }: LightGrid): Float32Array {
  const [across, down] = [cosines(width), cosines(height)];
  const found = new Float32Array(WAVES * WAVES);
  const row = new Float32Array(WAVES);
  for (let y = 0; y < height; y++) {
    const cells = data.subarray(y * width, (y + 1) * width);
    for (let u = 1; u < WAVES; u++) row[u] = dot(cells, across, u * width);
    for (let v = 1; v < WAVES; v++) {
      const wave = down[v * height + y]!;
      for (let u = 1, to = v * WAVES + 1; u < WAVES; u++, to++) found[to] = found[to]! + wave * row[u]!;
    }
  }
  const scale = (2 * SIDE) / (width * height);
  for (let at = 0; at < found.length; at++) found[at] = found[at]! * scale;
  return found;
}

/** The luminance that coefficients stand for, in as many cells as are wanted. */
export function gridOfWaves(coefficients: Float32Array, { width, height }: Omit<LightGrid, 'data'>): LightGrid {
  const [across, down] = [cosines(width), cosines(height)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const cells = data.subarray(y * width, (y + 1) * width);
    for (let u = 1; u < WAVES; u++) {
      let height64 = 0;
      for (let v = 1; v < WAVES; v++) height64 += down[v * height + y]! * coefficients[v * WAVES + u]!;
      addScaled(cells, across, { from: u * width, by: (2 / SIDE) * height64 });
    }
  }
  return { width, height, data };
}

function dot(cells: Float32Array, table: Float32Array, from: number): number {
  let sum = 0;
  for (let x = 0; x < cells.length; x++) sum += cells[x]! * table[from + x]!;
  return sum;
}

function addScaled(
  cells: Float32Array,
  table: Float32Array,
  { from, by }: { readonly from: number; readonly by: number },
) {
  for (let x = 0; x < cells.length; x++) cells[x] = cells[x]! + by * table[from + x]!;
}

/** Row u: the wave of u half periods, in the middle of each of `size` cells. Kept: sizes are few. */
function cosines(size: number): Float32Array {
  const known = tables.get(size);
  if (known) return known;
  const table = new Float32Array(WAVES * size);
  for (let u = 0; u < WAVES; u++)
    for (let x = 0; x < size; x++) table[u * size + x] = Math.cos((Math.PI * u * (2 * x + 1)) / (2 * size));
  tables.set(size, table);
  return table;
}
