import { type Affine, inverseOf } from '#renderer/engine/faces/affine.ts';

/** Numbers of several channels, side by side, in rows. */
export interface Pixels<Numbers extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Numbers;
}

/** Part of a picture, in its pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Warp {
  /** From the pixels that are given to those of the result. */
  readonly matrix: Affine;
  /** Which part of the result is wanted. */
  readonly region: Region;
  /** What lies beyond the edge, by channel. */
  readonly beyond: readonly number[];
}

/** Pixels brought elsewhere, between four neighbours, exactly: as OpenCV 5's warpAffine. Not rounded. */
export function warped(from: Pixels, { matrix, region, beyond }: Warp): Pixels<Float32Array> {
  const [a, b, c, d, e, f] = inverseOf(matrix);
  const { channels } = from;
  const data = new Float32Array(region.width * region.height * channels);
  let to = 0;
  for (let row = 0; row < region.height; row++) {
    const y = row + region.top;
    for (let column = 0; column < region.width; column++, to += channels) {
      const x = column + region.left;
      blend(from, { x: a * x + b * y + c, y: d * x + e * y + f, beyond }, data, to);
    }
  }
  return { width: region.width, height: region.height, channels, data };
}

interface Tap {
  readonly x: number;
  readonly y: number;
  readonly beyond: readonly number[];
}

function blend(from: Pixels, { x, y, beyond }: Tap, into: Float32Array, at: number): void {
  const { width, height, channels, data } = from;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [x - left, y - top];
  if (left < -1 || top < -1 || left >= width || top >= height) {
    for (let channel = 0; channel < channels; channel++) into[at + channel] = beyond[channel]!;
    return;
  }
  const isInside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
  for (let channel = 0; channel < channels; channel++) {
    const tap = (column: number, row: number) =>
      isInside || (column >= 0 && row >= 0 && column < width && row < height)
        ? data[(row * width + column) * channels + channel]!
        : beyond[channel]!;
    const above = tap(left, top) * (1 - across) + tap(left + 1, top) * across;
    const below = tap(left, top + 1) * (1 - across) + tap(left + 1, top + 1) * across;
    into[at + channel] = above * (1 - down) + below * down;
  }
}

/** To the nearest of 256 levels, halves to the even one. */
export function levelled({ data, ...size }: Pixels<Float32Array>): Pixels<Uint8Array> {
  return {
    ...size,
    data: Uint8Array.from(data, (value) => {
      const below = Math.floor(value);
      const rest = value - below;
      const level = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
      return level < 0 ? 0 : level > 255 ? 255 : level;
    }),
  };
}
