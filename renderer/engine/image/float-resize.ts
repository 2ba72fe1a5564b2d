import { cubicKernel } from '#renderer/engine/image/cubic-kernel.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** How images (b, c, h, w) come to another size, by the words of torch's interpolate. */
export interface FloatResize {
  readonly height: number;
  readonly width: number;
  readonly mode: 'nearest' | 'bilinear' | 'bicubic';
  /** Whether the middles of corner pixels stay where they are, instead of the corners; false when left out. */
  readonly alignCorners?: boolean;
  /** Whether it is smoothed where it becomes smaller; false when left out. */
  readonly antialias?: boolean;
}

/** Images (b, c, h, w) at another size, as torch.nn.functional.interpolate gives them in 32-bit floats. */
export function resizeFloats(x: Tensor, { height, width, ...how }: FloatResize): Tensor {
  const [batch, channels, rows, columns] = x.dims as [number, number, number, number];
  if (rows === height && columns === width) return x;
  const across = tapsOf(columns, width, how);
  const down = tapsOf(rows, height, how);
  const result = tensor([batch, channels, height, width]);
  for (let plane = 0; plane < batch * channels; plane++) {
    const from = x.data.subarray(plane * rows * columns, (plane + 1) * rows * columns);
    const wide = narrowRows(from, { columns, across });
    sumRows(wide, { down, to: result.data.subarray(plane * height * width, (plane + 1) * height * width) });
  }
  return result;
}

/** What a number of the result is made of. */
interface Taps {
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

type How = Omit<FloatResize, 'height' | 'width'>;

function tapsOf(length: number, wanted: number, { mode, alignCorners = false, antialias = false }: How): Taps[] {
  if (antialias) return smoothTaps(length, wanted, mode);
  const step = alignCorners ? (wanted > 1 ? (length - 1) / (wanted - 1) : 0) : length / wanted;
  return Array.from({ length: wanted }, (_, i) => {
    if (mode === 'nearest') return taps(length, Math.floor(i * step), [1]);
    const place = alignCorners ? i * step : (i + 0.5) * step - 0.5;
    const at = mode === 'bilinear' ? Math.max(place, 0) : place;
    const below = Math.floor(at);
    const share = at - below;
    if (mode === 'bilinear') return taps(length, below, [1 - share, share]);
    return taps(
      length,
      below - 1,
      [1 + share, share, 1 - share, 2 - share].map((distance) => cubicKernel(distance, -0.75)),
    );
  });
}

/** As Pillow weighs neighbours, without its whole numbers; the cubic kernel is Pillow's then, too. */
function smoothTaps(length: number, wanted: number, mode: FloatResize['mode']): Taps[] {
  const step = length / wanted;
  const spread = Math.max(step, 1);
  const support = (mode === 'bicubic' ? 2 : 1) * spread;
  const weigh = mode === 'bicubic' ? (x: number) => cubicKernel(x, -0.5) : (x: number) => Math.max(0, 1 - x);
  return Array.from({ length: wanted }, (_, i) => {
    const centre = (i + 0.5) * step;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(length, Math.trunc(centre + support + 0.5));
    const shares = Array.from({ length: end - first }, (_, k) => weigh(Math.abs((first + k - centre + 0.5) / spread)));
    const sum = shares.reduce((total, share) => total + share, 0);
    return taps(
      length,
      first,
      shares.map((share) => share / sum),
    );
  });
}

function taps(length: number, first: number, weights: readonly number[]): Taps {
  const places = Int32Array.from(weights, (_, i) => Math.min(Math.max(first + i, 0), length - 1));
  return { places, weights: Float64Array.from(weights) };
}

/** (rows · columns) -> (rows · across.length), in double. */
function narrowRows(
  from: Float32Array,
  { columns, across }: { readonly columns: number; readonly across: readonly Taps[] },
): { readonly data: Float64Array; readonly width: number } {
  const rows = from.length / columns;
  const data = new Float64Array(rows * across.length);
  for (let y = 0, to = 0; y < rows; y++) {
    for (const { places, weights } of across) {
      let sum = 0;
      for (let k = 0; k < places.length; k++) sum += from[y * columns + places[k]!]! * weights[k]!;
      data[to++] = sum;
    }
  }
  return { data, width: across.length };
}

function sumRows(
  { data, width }: { readonly data: Float64Array; readonly width: number },
  { down, to }: { readonly down: readonly Taps[]; readonly to: Float32Array },
): void {
  const sums = new Float64Array(width);
  for (const [y, { places, weights }] of down.entries()) {
    sums.fill(0);
    for (let k = 0; k < places.length; k++) {
      const from = places[k]! * width;
      for (let i = 0; i < width; i++) sums[i]! += data[from + i]! * weights[k]!;
    }
    to.set(sums, y * width);
  }
}
