import type { FloatMap } from '#renderer/engine/image/opencv-float-resize.ts';
import type { Point } from '#renderer/engine/preprocess/draw/canvas.ts';

/** A place where a key point may be, and how sure the network is of it. */
export interface Peak extends Point {
  readonly score: number;
}

/** Blurred maps must be higher than this at a peak. */
const LEAST = 0.1;

const SIGMA = 3;

/** As far as scipy's gaussian_filter looks: four standard deviations. */
const RADIUS = 12;

const KERNEL = kernel();

function kernel(): Float64Array {
  const shares = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, i) => {
    return Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2));
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** Places that are no lower than their four neighbours in the blurred map, row by row; scores are of the map itself. */
export function peaksOf(map: FloatMap): readonly Peak[] {
  const { width, height, data } = map;
  const blurred = acrossRows(downColumns(data, map), map);
  const peaks: Peak[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const own = blurred[i]!;
      if (own <= LEAST) continue;
      const isHighest =
        (y === 0 || own >= blurred[i - width]!) &&
        (y === height - 1 || own >= blurred[i + width]!) &&
        (x === 0 || own >= blurred[i - 1]!) &&
        (x === width - 1 || own >= blurred[i + 1]!);
      if (isHighest) peaks.push({ x, y, score: data[i]! });
    }
  }
  return peaks;
}

/** Places of a kernel at each number of a line: beyond the edge numbers are mirrored, the edge itself twice. */
function placesOf(length: number): Int32Array {
  return Int32Array.from({ length: length + 2 * RADIUS }, (_, i) => mirrored(i - RADIUS, length));
}

type Sides = Pick<FloatMap, 'width' | 'height'>;

/** Whole rows at a time, which lie side by side in memory. */
function downColumns(from: Float32Array, { width, height }: Sides): Float64Array {
  const result = new Float64Array(from.length);
  const places = placesOf(height);
  for (let y = 0; y < height; y++) {
    const sums = result.subarray(y * width, (y + 1) * width);
    for (let k = 0; k < KERNEL.length; k++) {
      const row = places[y + k]! * width;
      const share = KERNEL[k]!;
      for (let x = 0; x < width; x++) sums[x]! += from[row + x]! * share;
    }
  }
  return result;
}

function acrossRows(from: Float64Array, { width, height }: Sides): Float64Array {
  const result = new Float64Array(from.length);
  const places = placesOf(width);
  for (let row = 0; row < width * height; row += width) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < KERNEL.length; k++) sum += from[row + places[x + k]!]! * KERNEL[k]!;
      result[row + x] = sum;
    }
  }
  return result;
}

function mirrored(at: number, length: number): number {
  const period = 2 * length;
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - 1 - inside;
}
