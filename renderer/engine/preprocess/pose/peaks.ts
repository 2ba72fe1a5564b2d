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

const KERNEL = Array.from({ length: 2 * RADIUS + 1 }, (_, i) => Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2)));
const KERNEL_SUM = KERNEL.reduce((sum, value) => sum + value, 0);

/** Places that are no lower than their four neighbours in the blurred map, row by row; scores are of the map itself. */
export function peaksOf(map: FloatMap): readonly Peak[] {
  const { width, height, data } = map;
  const blurred = blur(blur(Float64Array.from(data), { length: height, step: width, lines: width, lineStep: 1 }), {
    length: width,
    step: 1,
    lines: height,
    lineStep: width,
  });
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

interface Axis {
  readonly length: number;
  /** From one number of a line to the next, and from one line to the next. */
  readonly step: number;
  readonly lines: number;
  readonly lineStep: number;
}

/** Beyond the edge numbers are mirrored, the edge itself twice. */
function blur(from: Float64Array, { length, step, lines, lineStep }: Axis): Float64Array {
  const result = new Float64Array(from.length);
  const places = Int32Array.from({ length: length + 2 * RADIUS }, (_, i) => mirrored(i - RADIUS, length) * step);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < KERNEL.length; k++) sum += from[start + places[i + k]!]! * KERNEL[k]!;
      result[start + i * step] = sum / KERNEL_SUM;
    }
  }
  return result;
}

function mirrored(at: number, length: number): number {
  const period = 2 * length;
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - 1 - inside;
}
