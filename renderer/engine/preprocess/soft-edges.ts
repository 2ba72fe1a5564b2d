import type { ChannelRaster } from '#renderer/engine/image/channels.ts';

/** A map of one channel: white on black. */
type GreyMap = ChannelRaster & { readonly channels: 1 };

/** A grey map of these numbers. */
export function greyMap({ width, height }: Pick<ChannelRaster, 'width' | 'height'>, data: Uint8Array): GreyMap {
  return { width, height, channels: 1, data };
}

/** Edge strengths 0 … 1 in steps of a half, as controlnet_aux makes them "safe"; a whole 1 goes beyond and is cut. */
export function safeStep(strength: number): number {
  return Math.trunc(Math.fround(Math.fround(strength) * 3)) / 2;
}

/** 0 … 1 as levels, cut and not rounded. */
export function levelsOf(strengths: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(strengths, (value) => Math.trunc(Math.min(Math.max(value * 255, 0), 255)));
}

/** Lines as somebody would scribble them: the ridges of soft edges, of one breadth, black and white. */
export function scribble(edges: GreyMap): GreyMap {
  const blurred = blurLevels(ridgesOf(edges));
  return greyMap(
    edges,
    blurred.data.map((level) => (level > 4 ? 255 : 0)),
  );
}

/** What a ridge must have, at least. */
const RIDGE_MIN = 127;

/** Ways in which a ridge can be crossed: across, down, and both diagonals. */
const CROSSINGS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** White where blurred edges are no lower than their two neighbours in one way at least. */
export function ridgesOf(edges: GreyMap): GreyMap {
  const { width, height } = edges;
  const blurred = blurFloats(edges);
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? -Infinity : blurred[y * width + x]!;
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const own = blurred[i]!;
      if (own <= RIDGE_MIN) continue;
      const isRidge = CROSSINGS.some(([dx, dy]) => own >= at(x - dx, y - dy) && own >= at(x + dx, y + dy));
      if (isRidge) data[i] = 255;
    }
  }
  return greyMap(edges, data);
}

const SIGMA = 3;

/** cv2.GaussianBlur's kernel for floats: four standard deviations each way. */
export const FLOAT_KERNEL = gaussian(12);

/** And that for levels, in units of 1/256. */
const LEVEL_KERNEL = [0, 1, 3, 4, 9, 14, 20, 28, 32, 34, 32, 28, 20, 14, 9, 4, 3, 1, 0];

function gaussian(radius: number): readonly number[] {
  const shares = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * SIGMA ** 2)));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.fround(share / sum));
}

function blurFloats({ width, height, data }: GreyMap): Float32Array {
  const across = convolve(data, { width, height, kernel: FLOAT_KERNEL, step: 1 });
  return convolve(across, { width, height, kernel: FLOAT_KERNEL, step: width });
}

/** cv2.GaussianBlur with a sigma of 3 on levels: whole numbers, rounded once at the end. */
export function blurLevels(map: GreyMap): GreyMap {
  const { width, height, data } = map;
  const across = convolve(data, { width, height, kernel: LEVEL_KERNEL, step: 1 });
  const both = convolve(across, { width, height, kernel: LEVEL_KERNEL, step: width });
  return greyMap(
    map,
    Uint8Array.from(both, (sum) => (sum + 2 ** 15) >> 16),
  );
}

interface Convolution {
  readonly width: number;
  readonly height: number;
  readonly kernel: readonly number[];
  /** From one number to the next: 1 along rows, the width along columns. */
  readonly step: number;
}

/** Along rows or columns; beyond the edge pixels are mirrored, the edge itself once. */
function convolve(from: ArrayLike<number>, { width, height, kernel, step }: Convolution): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const length = step === 1 ? width : height;
  const lineStep = step === 1 ? width : 1;
  const result = new Float32Array(width * height);
  const places = Int32Array.from({ length: length + 2 * radius }, (_, i) => reflected(i - radius, length) * step);
  for (let line = 0; line < (width * height) / length; line++) {
    const start = line * lineStep;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += from[start + places[i + k]!]! * kernel[k]!;
      result[start + i * step] = sum;
    }
  }
  return result;
}

function reflected(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - inside;
}
