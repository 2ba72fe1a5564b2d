import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Images (b, c, h, w) at another size, as torch's interpolate does with mode bilinear: corners not aligned, no antialiasing. */
export function bilinear(x: Tensor, size: { readonly height: number; readonly width: number }): Tensor {
  const [batch, channels, height, width] = x.dims as [number, number, number, number];
  const result = tensor([batch, channels, size.height, size.width]);
  const rows = neighbours(height, size.height);
  const columns = neighbours(width, size.width);
  for (let plane = 0; plane < batch * channels; plane++) {
    const at = (row: number, column: number) => x.data[(plane * height + row) * width + column]!;
    for (const [y, row] of rows.entries()) {
      const to = (plane * size.height + y) * size.width;
      for (const [i, column] of columns.entries()) {
        const above = mixed(at(row.low, column.low), at(row.low, column.high), column.share);
        const below = mixed(at(row.high, column.low), at(row.high, column.high), column.share);
        result.data[to + i] = mixed(above, below, row.share);
      }
    }
  }
  return result;
}

/** For each position of the new side: the two of the old one it lies between, and how near it is to the second. */
function neighbours(from: number, to: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.max(((i + 0.5) * from) / to - 0.5, 0);
    const low = Math.min(Math.floor(place), from - 1);
    return { low, high: Math.min(low + 1, from - 1), share: place - low };
  });
}

function mixed(a: number, b: number, share: number): number {
  return a * (1 - share) + b * share;
}
