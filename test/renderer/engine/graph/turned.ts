import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** An image (b, c, h, w) moved by so many rows and columns; what leaves it comes in again at the other side. */
export function turned(image: Tensor, { rows, columns }: { readonly rows: number; readonly columns: number }): Tensor {
  const [height, width] = image.dims.slice(2) as [number, number];
  const result = tensor(image.dims);
  for (let at = 0; at < image.data.length; at++) {
    const [plane, y, x] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
    const to = (plane * height + ((y + rows) % height)) * width + ((x + columns) % width);
    result.data[to] = image.data[at]!;
  }
  return result;
}

/** The largest difference of two tensors. */
export function apart(a: Tensor, b: Tensor): number {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}
