import type { ConvGeometry } from '#renderer/engine/graph/dialects/convolution.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** Multiply-adds that a processor does in some tens of milliseconds. */
const STRIP_PRODUCTS = 6e9;

const STRIPS_MAX = 64;

/** The smallest picture has 64 pixels on a side (SIDE_MIN), and no model's usual one has more than 2048. */
const SMALLER_MOST = 32;

/**
 * Into how many strips of rows a convolution of the usual picture, of so many pixels, is cut whose largest operator has
 * so many multiply-adds: ONNX Runtime stops a run between two operators only, and one of a full-size decoder takes more
 * than a second. Never into more than the smallest picture has rows. 1 where nobody can say how large the picture is.
 */
export function stripCount({ products, pixels }: { readonly products: number; readonly pixels: number }): number {
  const most = Math.min(STRIPS_MAX, Math.floor(Math.sqrt(pixels) / SMALLER_MOST));
  return Math.max(1, Math.min(most, Math.ceil(products / STRIP_PRODUCTS)));
}

/** Convolves what of an image some rows of the result are made of, with the margin that is left of its own. */
export type ConvolveStrip = (image: Value, pads: readonly number[]) => Value;

/**
 * Convolves an image (b, c, h, w) in strips of about equally many rows of the result, one after the other, and lays
 * them below each other. Each reads some rows of its neighbours, too, so that the result is that of one convolution;
 * one strip is the image itself.
 */
export function inStrips(
  graph: Emitter,
  { image, count }: { readonly image: Value; readonly count: number },
  { kernel, stride, pads }: Pick<ConvGeometry, 'kernel' | 'stride' | 'pads'>,
  convolve: ConvolveStrip,
): Value {
  if (count === 1) return convolve(image, pads);
  const [top, left, bottom, right] = pads as readonly [number, number, number, number];
  const { sizes } = graph;
  const high = sizes.op('Slice', [sizes.of(image), graph.ints([0]), graph.ints([1])]);
  const padded = sizes.op('Add', [high, graph.ints([top + bottom - kernel + stride])]);
  const rows = stride === 1 ? padded : sizes.op('Div', [padded, graph.ints([stride])]);
  /** Row of the image, its margin left aside, where the first row of strip `i` begins to read. */
  const firstRow = (i: number, beyond: number) => {
    const row = sizes.op('Div', [sizes.op('Mul', [rows, graph.ints([i])]), graph.ints([count])]);
    return sizes.op('Add', [sizes.op('Mul', [row, graph.ints([stride])]), graph.ints([beyond])]);
  };
  const strips = Array.from({ length: count }, (_, i) => {
    const isLast = i === count - 1;
    const from = i === 0 ? graph.ints([0]) : firstRow(i, -top);
    const to = isLast ? graph.ints([END]) : firstRow(i + 1, kernel - stride - top);
    const strip = graph.op('Slice', [image, from, to, graph.ints([2])]);
    return convolve(strip, [i === 0 ? top : 0, left, isLast ? bottom : 0, right]);
  });
  return graph.op('Concat', strips, { axis: 2 });
}

/** Beyond the last row. */
const END = 2 ** 31 - 1;
