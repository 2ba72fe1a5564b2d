import type { Region } from '#renderer/engine/faces/warp.ts';

type Sides = Pick<Region, 'width' | 'height'>;

/** Kernels that OpenCV has in a table where nobody names a deviation. */
const SMALL: ReadonlyMap<number, readonly number[]> = new Map([
  [1, [1]],
  [3, [0.25, 0.5, 0.25]],
  [5, [0.0625, 0.25, 0.375, 0.25, 0.0625]],
  [7, [0.03125, 0.109375, 0.21875, 0.28125, 0.21875, 0.109375, 0.03125]],
]);

export interface Blur {
  /** Numbers of the kernel, an odd number. */
  readonly length: number;
  /** Standard deviation in pixels; null = what OpenCV takes for this length. */
  readonly deviation: number | null;
}

/** As cv2.GaussianBlur on floats; beyond the edge the map is mirrored, the edge itself once. */
export function gaussianBlur(map: Float32Array, size: Sides, blur: Blur): Float32Array {
  const kernel = kernelOf(blur);
  if (kernel.length === 1) return map;
  const { width, height } = size;
  const across = convolved(map, { lines: height, lineStep: width, length: width, step: 1, kernel });
  return convolved(across, { lines: width, lineStep: 1, length: height, step: width, kernel });
}

function kernelOf({ length, deviation }: Blur): Float32Array {
  const small = deviation === null ? SMALL.get(length) : undefined;
  if (small) return Float32Array.from(small);
  const sigma = deviation ?? 0.3 * ((length - 1) * 0.5 - 1) + 0.8;
  const shares = Float64Array.from({ length }, (_, i) => Math.exp(-((i - (length - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const sum = shares.reduce((total, share) => total + share, 0);
  return Float32Array.from(shares, (share) => share / sum);
}

interface Convolution {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
  readonly kernel: Float32Array;
}

function convolved(from: Float32Array, { lines, lineStep, length, step, kernel }: Convolution): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const result = new Float32Array(from.length);
  const padded = new Float32Array(length + 2 * radius);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < padded.length; i++) padded[i] = from[start + mirrored(i - radius, length) * step]!;
    if (padded.every((value) => value === 0)) continue;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += padded[i + k]! * kernel[k]!;
      result[start + i * step] = sum;
    }
  }
  return result;
}

function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - inside;
}
