import { kernelsOfMatrices } from '#renderer/engine/graph/dialects/low-rank.ts';
import type { LinearSizes } from '#renderer/engine/graph/dialects/products.ts';
import type { ImageLayout, LoweringRules } from '#renderer/engine/graph/ir/dialect.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

export interface ConvolveOperands {
  readonly image: Value;
  /** (out, in, k, k), or (out, in, k, 1) */
  readonly weight: Value;
  readonly bias: Value | null;
  /** (b, out), added to every pixel. */
  readonly perSample: Value | null;
  /** Of the result's shape. */
  readonly residual: Value | null;
}

export interface ConvGeometry extends LinearSizes {
  /** The kernel's height. */
  readonly kernel: number;
  /** The kernel's width. */
  readonly across: number;
  readonly stride: number;
  /** top, left, bottom, right. */
  readonly pads: readonly number[];
  /** Of the usual result; 0 when nobody can say. */
  readonly pixels: number;
}

/** How a provider convolves an image. */
export type Convolve = (graph: Emitter, operands: ConvolveOperands, geometry: ConvGeometry) => Value;

/** A convolution with the weight and, where there are factors, with A, then with B pixel by pixel. */
export function convRule(convolve: Convolve, layout: ImageLayout): LoweringRules['Conv'] {
  return (graph, { down, up, ...given }, { wraps = false, ...attributes }) => {
    const image = wraps ? wrapped(graph, given.image, { pads: attributes.pads, layout }) : given.image;
    const pads = wraps ? [0, 0, 0, 0] : attributes.pads;
    const operands = { ...given, image, bias: given.bias && graph.weights.load(given.bias) };
    const [outputs, inputs, kernel, across] = operands.weight.dims as readonly [number, number, number, number];
    const geometry = { inputs, outputs, kernel, across, ...attributes, pads };
    const plain = convolve(graph, operands, geometry);
    if (!down || !up) return plain;
    const kernels = kernel === 1 ? kernelsOfMatrices(graph, { down, up }) : { down, up };
    const alone = { bias: null, perSample: null };
    // Without a number of pixels no dialect takes tiles, which want to know the number of kernels.
    const first = { image: operands.image, weight: kernels.down, ...alone, residual: null };
    const narrow = convolve(graph, first, { ...geometry, pixels: 0 });
    const pointwise = { ...geometry, kernel: 1, across: 1, stride: 1, pads: [0, 0, 0, 0], pixels: 0 };
    return convolve(graph, { image: narrow, weight: kernels.up, ...alone, residual: plain }, pointwise);
  };
}

/** An image with what lies at its opposite edges laid round it. */
function wrapped(
  graph: Emitter,
  image: Value,
  { pads, layout }: { readonly pads: readonly number[]; readonly layout: ImageLayout },
): Value {
  const [top, left, bottom, right] = pads as readonly [number, number, number, number];
  const rows = layout.channelAxis === 1 ? 2 : 1;
  const tall = alongAxis(graph, image, { axis: rows, before: top, after: bottom });
  return alongAxis(graph, tall, { axis: rows + 1, before: left, after: right });
}

function alongAxis(
  graph: Emitter,
  image: Value,
  { axis, before, after }: { readonly axis: number; readonly before: number; readonly after: number },
): Value {
  const slice = (from: number, to: number) =>
    graph.op('Slice', [image, graph.ints([from]), graph.ints([to]), graph.ints([axis])]);
  const end = before > 0 ? [slice(-before, END)] : [];
  const start = after > 0 ? [slice(0, after)] : [];
  const parts = [...end, image, ...start];
  return parts.length === 1 ? image : graph.op('Concat', parts, { axis });
}

/** Beyond every side. */
const END = 2 ** 31 - 1;

/** In operators that every provider has. */
export const convolvePlanar: Convolve = (graph, { image, weight, bias, perSample, residual }, geometry) => {
  const result = graph.op('Conv', [image, weight, ...(bias ? [bias] : [])], convAttributes(geometry));
  return withAdded(graph, result, { perSample, residual });
};

/** A convolution's result with what is added to it. */
export function withAdded(
  graph: Emitter,
  result: Value,
  { perSample, residual }: Pick<ConvolveOperands, 'perSample' | 'residual'>,
): Value {
  const conditioned = perSample ? graph.op('Add', [result, perPixel(graph, perSample)]) : result;
  return residual ? graph.op('Add', [conditioned, residual]) : conditioned;
}

/** As ONNX's Conv and ONNX Runtime's relatives of it want them. */
export function convAttributes({ kernel, across, stride, pads }: ConvGeometry) {
  return { kernel_shape: [kernel, across], strides: [stride, stride], pads };
}

/** (b, c) -> (b, c, 1, 1). */
export function perPixel(graph: Emitter, rows: Value): Value {
  return graph.op('Unsqueeze', [rows, graph.ints([2, 3])]);
}
