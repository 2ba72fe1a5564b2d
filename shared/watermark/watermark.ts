import { type BytePixels, type LightGrid, luminanceGrid } from '#shared/watermark/luminance.ts';
import { PROJECTIONS, WAVES } from '#shared/watermark/pattern.ts';
import { coefficientsOf, gridOfWaves } from '#shared/watermark/waves.ts';

/** Between two points of a projection's lattice, in luminance of an orthonormal transform of 64 x 64 cells. */
const STEP = 26;

/** Standard deviations over chance from which on a picture counts as marked: one of three million plain pictures. */
export const MARKED_FROM = 5;

/** BytePixels of the shorter side that a mark needs: the shortest wave has to survive. */
const SIDE_MIN = 48;

/** What is found in a picture. */
export interface FoundMark {
  readonly isMarked: boolean;
  /** Standard deviations over what pictures without a mark have by chance; about 16 at most. */
  readonly score: number;
}

/** Looks for the mark. A picture may have been scaled and compressed since; not cut, turned or mirrored. */
export function findMark(pixels: BytePixels): FoundMark {
  if (Math.min(pixels.width, pixels.height) < 2) return { isMarked: false, score: 0 };
  const score = scoreOf(coefficientsOf(luminanceGrid(pixels)));
  return { isMarked: score >= MARKED_FROM, score };
}

/**
 * Changes a picture so that `findMark` finds the mark, by about 1.5 of 255 levels, in waves over all of it. Where `drawn`
 * says 0, pixel by pixel (0-1), nothing is changed: what of a picture was kept stays as it is, and the mark is weaker
 * by that. A picture that is marked already, or too small, stays as it is.
 */
export function putMark(pixels: BytePixels, drawn: Float32Array | null = null): void {
  if (Math.min(pixels.width, pixels.height) < SIDE_MIN) return;
  const grid = luminanceGrid(pixels);
  const coefficients = coefficientsOf(grid);
  if (scoreOf(coefficients) >= MARKED_FROM) return;
  addLight(pixels, gridOfWaves(changeFor(coefficients), grid), drawn);
  if (!isNearBounds(grid)) return;
  const rest = changeFor(coefficientsOf(luminanceGrid(pixels)));
  addLight(pixels, gridOfWaves(rest, grid), drawn);
}

/** Whether a tenth of a picture is so dark or so light that half of a change is cut off: a second one makes up for it. */
function isNearBounds({ data }: LightGrid): boolean {
  let count = 0;
  for (const light of data) if (light < 3 || light > 252) count += 1;
  return count > data.length / 10;
}

function scoreOf(coefficients: Float32Array): number {
  let sum = 0;
  for (const projection of PROJECTIONS)
    sum += Math.cos(2 * Math.PI * (projected(coefficients, projection) / STEP - projection.dither));
  return sum / Math.sqrt(PROJECTIONS.length / 2);
}

/** To the nearest point of each lattice. */
function changeFor(coefficients: Float32Array): Float32Array {
  const change = new Float32Array(WAVES * WAVES);
  for (const projection of PROJECTIONS) {
    const value = projected(coefficients, projection) / STEP - projection.dither;
    const by = ((Math.round(value) - value) * STEP) / Math.sqrt(projection.at.length);
    projection.at.forEach((at, i) => {
      change[at] = by * projection.signs[i]!;
    });
  }
  return change;
}

function projected(coefficients: Float32Array, { at, signs }: (typeof PROJECTIONS)[number]): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += coefficients[at[i]!]! * signs[i]!;
  return sum / Math.sqrt(at.length);
}

/** Adds light to red, green and blue alike, between the grid's cells in a straight line; what is beyond 0-255 is cut off. */
function addLight({ width, height, channels, data }: BytePixels, light: LightGrid, drawn: Float32Array | null) {
  const levels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const { cells, shares } = placesOf(width, light.width);
  const down = placesOf(height, light.height);
  const row = new Float32Array(light.width + 1);
  const isWhole = drawn === null;
  for (let y = 0, at = 0; y < height; y++) {
    mixRows(row, light, { cell: down.cells[y]!, share: down.shares[y]! });
    for (let x = 0; x < width; x++, at += channels) {
      const cell = cells[x]!;
      const more = row[cell]! + shares[x]! * (row[cell + 1]! - row[cell]!);
      const change = Math.round(isWhole ? more : more * drawn![y * width + x]!);
      levels[at] = levels[at]! + change;
      levels[at + 1] = levels[at + 1]! + change;
      levels[at + 2] = levels[at + 2]! + change;
    }
  }
}

function mixRows(row: Float32Array, { width, data }: LightGrid, { cell, share }: { cell: number; share: number }) {
  const above = cell * width;
  const below = above + width < data.length ? above + width : above;
  for (let x = 0; x < width; x++) row[x] = data[above + x]! + share * (data[below + x]! - data[above + x]!);
  row[width] = row[width - 1]!;
}

/** For each pixel the last cell whose middle is not beyond its own, and how far it is on its way to the next. */
function placesOf(size: number, count: number) {
  const cells = new Int32Array(size);
  const shares = new Float32Array(size);
  for (let at = 0; at < size; at++) {
    const place = Math.max(0, ((at + 0.5) * count) / size - 0.5);
    cells[at] = Math.min(count - 1, Math.floor(place));
    shares[at] = place - cells[at]!;
  }
  return { cells, shares };
}
