import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/**
 * What a vision transformer adds to its tokens, for another number of them: the first row stays, the others are a
 * square of tokens that is resized. `table` is (1, 1 + side², width), the result (1, 1 + height · width, width).
 */
export function positionTable(
  table: Tensor,
  {
    height,
    width: columns,
    mode,
  }: { readonly height: number; readonly width: number; readonly mode: 'bilinear' | 'bicubic' },
): Tensor {
  const [, rows = 1, width = 0] = table.dims;
  const side = Math.round(Math.sqrt(rows - 1));
  if (side === height && side === columns) return table;
  const image = tensor([1, width, side, side]);
  for (let i = 0; i < side * side; i++) {
    for (let c = 0; c < width; c++) image.data[c * side * side + i] = table.data[(1 + i) * width + c]!;
  }
  const resized = resizeFloats(image, { height, width: columns, mode });
  const count = height * columns;
  const result = tensor([1, 1 + count, width]);
  result.data.set(table.data.subarray(0, width));
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < width; c++) result.data[(1 + i) * width + c] = resized.data[c * count + i]!;
  }
  return result;
}
