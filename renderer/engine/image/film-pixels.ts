import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { CLIP_PIXELS } from '#renderer/engine/image/normalised-pixels.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * A picture (1, 3, h, w) in -1…1 as Stable Video Diffusion's CLIP reads it, (1, 3, side, side): smoothed where it becomes
 * smaller, brought to the square whatever its shape, its colours to CLIP's mean and spread. diffusers'
 * _resize_with_antialiasing, after Kornia's.
 */
export function filmPixels(picture: Tensor, side: number): Tensor {
  const square = smallPicture(picture, side);
  const plane = side * side;
  const data = square.data.map((value, i) => {
    const channel = Math.floor(i / plane);
    return ((value + 1) / 2 - CLIP_PIXELS.mean[channel]!) / CLIP_PIXELS.spread[channel]!;
  });
  return { dims: square.dims, data };
}

/** The square alone, in -1…1. */
export function smallPicture(picture: Tensor, side: number): Tensor {
  const [, , height = 0, width = 0] = picture.dims;
  const smooth = smoothed(picture, kernelFor(height / side), kernelFor(width / side));
  return resizeFloats(smooth, { height: side, width: side, mode: 'bicubic', alignCorners: true });
}

/** A bell over an odd number of pixels, of sum 1, for a side that becomes so many times smaller. */
function kernelFor(factor: number): readonly number[] {
  const sigma = Math.max((factor - 1) / 2, 0.001);
  const size = Math.trunc(Math.max(4 * sigma, 3));
  const odd = size % 2 === 0 ? size + 1 : size;
  const bell = Array.from({ length: odd }, (_, i) => Math.exp(-((i - Math.floor(odd / 2)) ** 2) / (2 * sigma ** 2)));
  const sum = bell.reduce((total, value) => total + value, 0);
  return bell.map((value) => value / sum);
}

/** Each line, then each column; pictures are mirrored at their edges. */
function smoothed(picture: Tensor, down: readonly number[], across: readonly number[]): Tensor {
  const [, channels = 0, height = 0, width = 0] = picture.dims;
  const wide = tensor(picture.dims);
  const result = tensor(picture.dims);
  const lines = { count: channels * height, length: width, step: 1, next: (i: number) => i * width };
  blur(picture.data, wide.data, { ...lines, kernel: across });
  const columns = { count: channels * width, length: height, step: width };
  const next = (i: number) => Math.floor(i / width) * width * height + (i % width);
  blur(wide.data, result.data, { ...columns, next, kernel: down });
  return result;
}

interface Lines {
  readonly count: number;
  readonly length: number;
  /** From one number of a line to the next. */
  readonly step: number;
  /** Where line i begins. */
  readonly next: (i: number) => number;
  readonly kernel: readonly number[];
}

function blur(from: Float32Array, to: Float32Array, { count, length, step, next, kernel }: Lines): void {
  const half = Math.floor(kernel.length / 2);
  for (let i = 0; i < count; i++) {
    const start = next(i);
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) {
        sum += kernel[k]! * from[start + step * mirrored(at + k - half, length)]!;
      }
      to[start + step * at] = sum;
    }
  }
}

/** Without the edge itself twice. */
function mirrored(at: number, length: number): number {
  const inside = Math.abs(at);
  return inside < length ? inside : Math.max(0, 2 * (length - 1) - inside);
}
