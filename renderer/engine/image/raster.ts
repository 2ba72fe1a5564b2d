import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { failure } from '#shared/text/failure.ts';

/** Pixels as files hold them: 8 bits, red green blue, row by row from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Picture i of pixels (b, 3, h, w) in -1…1; what lies outside is clamped. */
export function rasterOf(pixels: Tensor, i = 0): Raster {
  const [count = 0, channels = 0, height = 0, width = 0] = pixels.dims;
  if (channels !== 3 || i >= count) throw failure('internal', 'picture.shape', { dims: pixels.dims });
  const plane = height * width;
  const start = i * 3 * plane;
  const data = new Uint8Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const from = start + channel * plane;
    for (let at = 0; at < plane; at++) data[3 * at + channel] = toByte(pixels.data[from + at]!);
  }
  return { width, height, data };
}

/** And back: a picture as pixels (1, 3, h, w) in -1…1. */
export function pixelsOf({ width, height, data }: Raster): Tensor {
  const plane = height * width;
  const pixels = tensor([1, 3, height, width]);
  for (let channel = 0; channel < 3; channel++) {
    for (let at = 0; at < plane; at++) pixels.data[channel * plane + at] = 2 * (data[3 * at + channel]! / 255) - 1;
  }
  return pixels;
}

/** Pictures of one size side by side, row by row, in the squarest grid that holds them; empty cells are black. */
export function gridOf(rasters: readonly Raster[]): Raster {
  const [first] = rasters;
  if (!first) throw failure('internal', 'picture.grid-none');
  if (rasters.length === 1) return first;
  const columns = Math.ceil(Math.sqrt(rasters.length));
  const rows = Math.ceil(rasters.length / columns);
  const width = columns * first.width;
  const data = new Uint8Array(3 * width * rows * first.height);
  const stride = 3 * first.width;
  rasters.forEach((raster, i) => {
    const left = (i % columns) * stride;
    const top = Math.floor(i / columns) * first.height;
    for (let y = 0; y < first.height; y++) {
      data.set(raster.data.subarray(y * stride, (y + 1) * stride), 3 * width * (top + y) + left);
    }
  });
  return { width, height: rows * first.height, data };
}

// x / 2 + 1/2 clamped, then the nearest of 256 levels. Not a number becomes black, like every value below: whoever
// shows a picture looks for such numbers before (pipeline/finite-pixels.ts).
function toByte(value: number): number {
  const level = Math.round((value / 2 + 0.5) * 255);
  return level > 255 ? 255 : level > 0 ? level : 0;
}
