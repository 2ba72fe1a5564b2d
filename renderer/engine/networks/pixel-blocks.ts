import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * The place in a row of `length` that a place beyond its end is a mirror image of, the last one not repeated (torch's
 * `reflect`); a row that is too short is mirrored to and fro.
 */
export function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const there = at % (2 * (length - 1));
  return there < length ? there : 2 * (length - 1) - there;
}

/** An image (1, c, h, w), mirrored at the right and at the bottom until its sides are multiples of `block`. */
export function padToBlocks(image: Tensor, block: number): Tensor {
  const [, channels = 0, height = 0, width = 0] = image.dims;
  const rows = Math.ceil(height / block) * block;
  const columns = Math.ceil(width / block) * block;
  if (rows === height && columns === width) return image;
  const result = tensor([1, channels, rows, columns]);
  for (let line = 0; line < channels * rows; line++) {
    const from = (Math.floor(line / rows) * height + mirrored(line % rows, height)) * width;
    for (let x = 0; x < columns; x++) result.data[line * columns + x] = image.data[from + mirrored(x, width)]!;
  }
  return result;
}

/** Blocks of pixels as channels of one (torch's pixel_unshuffle): (1, c, n·h, n·w) -> (1, c·n·n, h, w). */
export function pixelsAsChannels(image: Tensor, n: number): Tensor {
  if (n === 1) return image;
  const [, channels = 0, height = 0, width = 0] = image.dims;
  const [rows, columns] = [height / n, width / n];
  const result = tensor([1, channels * n * n, rows, columns]);
  for (let i = 0; i < result.data.length; i++) {
    const x = i % columns;
    const y = Math.floor(i / columns) % rows;
    const channel = Math.floor(i / (columns * rows));
    const [right, down] = [channel % n, Math.floor(channel / n) % n];
    const plane = Math.floor(channel / (n * n));
    result.data[i] = image.data[(plane * height + y * n + down) * width + x * n + right]!;
  }
  return result;
}

/** The top left of an image (1, c, …). */
export function cutBlocks(
  image: Tensor,
  { height, width }: { readonly height: number; readonly width: number },
): Tensor {
  const [, channels = 0, rows = 0, columns = 0] = image.dims;
  if (rows === height && columns === width) return image;
  const result = tensor([1, channels, height, width]);
  for (let line = 0; line < channels * height; line++) {
    const from = (Math.floor(line / height) * rows + (line % height)) * columns;
    result.data.set(image.data.subarray(from, from + width), line * width);
  }
  return result;
}
