import { addDims, type Dim, floorDivide, multiplyDims } from '#renderer/engine/graph/ir/dims.ts';
import {
  expectEqual,
  expectOneType,
  expectRank,
  intOf,
  intsOf,
  type OperatorCall,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';

/** The side of a convolution's result. */
export function convolvedSide(
  side: Dim,
  { kernel, stride, pads }: { readonly kernel: Dim; readonly stride: number; readonly pads: number },
): Dim {
  if (typeof kernel !== 'number') return null;
  const span = addDims(side, pads - kernel);
  if (typeof span === 'number' && span < 0) return refuse('its kernel must fit into the image');
  return addDims(floorDivide(span, stride), 1);
}

/** An image (b, c, h, w) by kernels (out, c / group, y, x), whose numbers may lie apart. */
const conv: ShapeRule = (call) => {
  const [b, channels, height, width] = expectRank(operand(call, 0), 4, 'its image');
  const [outputs, inputs, y, x] = expectRank(operand(call, 1), 4, 'its kernels');
  expectEqual(channels!, multiplyDims(inputs!, intOf(call, 'group', 1)), 'channels of image and kernels');
  expectBias(call, outputs!);
  const [down, across] = intsOf(call, 'dilations', [1, 1]) as [number, number];
  const span = (kernel: Dim, step: number) => addDims(multiplyDims(addDims(kernel, -1), step), 1);
  const [h, w] = sides(call, { height: height!, width: width! }, [span(y!, down), span(x!, across)]);
  return [{ type: expectOneType(...call.inputs), dims: [b!, outputs!, h, w] }];
};

/** An image (b, h, w, c) by kernels (out, y, x, c). */
const nhwcConv: ShapeRule = (call) => {
  const [b, height, width, channels] = expectRank(operand(call, 0), 4, 'its image');
  const [outputs, y, x, inputs] = expectRank(operand(call, 1), 4, 'its kernels');
  expectEqual(channels!, inputs!, 'channels of image and kernels');
  expectBias(call, outputs!);
  const [h, w] = sides(call, { height: height!, width: width! }, [y!, x!]);
  return [{ type: expectOneType(...call.inputs), dims: [b!, h, w, outputs!] }];
};

/** The fourth operand is added to the result. */
const fusedConv: ShapeRule = (call) => {
  const result = conv(call)[0]!;
  const addend = call.inputs[3];
  for (const [i, dim] of addend?.dims.entries() ?? []) expectEqual(dim, result.dims[i]!, 'result and addend');
  return [result];
};

function expectBias({ inputs }: OperatorCall, outputs: Dim): void {
  const bias = inputs[2];
  if (bias) expectEqual(expectRank(bias, 1, 'its bias')[0]!, outputs, 'outputs and biases');
}

function sides(
  call: OperatorCall,
  { height, width }: { height: Dim; width: Dim },
  [y, x]: readonly [Dim, Dim],
): readonly [Dim, Dim] {
  const [top, left, bottom, right] = intsOf(call, 'pads', [0, 0, 0, 0]) as [number, number, number, number];
  const [down, across] = intsOf(call, 'strides', [1, 1]) as [number, number];
  return [
    convolvedSide(height, { kernel: y, stride: down, pads: top + bottom }),
    convolvedSide(width, { kernel: x, stride: across, pads: left + right }),
  ];
}

/** Windows of an image (b, c, h, w); with `ceil_mode` one more where they do not come out even. */
const pool: ShapeRule = (call) => {
  const image = operand(call, 0);
  const [b, channels, height, width] = expectRank(image, 4, 'its image');
  const [y, x] = intsOf(call, 'kernel_shape', [1, 1]) as [number, number];
  const [down, across] = intsOf(call, 'strides', [1, 1]) as [number, number];
  const over = (stride: number) => (intOf(call, 'ceil_mode', 0) === 1 ? stride - 1 : 0);
  const [h, w] = sides(call, { height: addDims(height!, over(down)), width: addDims(width!, over(across)) }, [y, x]);
  return [{ type: image.type, dims: [b!, channels!, h, w] }];
};

/** An image (b, c, h, w) by kernels (c, out, y, x), each pixel spread by its kernel. */
const convTranspose: ShapeRule = (call) => {
  const [b, channels, height, width] = expectRank(operand(call, 0), 4, 'its image');
  const [inputs, outputs, y, x] = expectRank(operand(call, 1), 4, 'its kernels');
  expectEqual(channels!, inputs!, 'channels of image and kernels');
  expectBias(call, outputs!);
  const [top, left, bottom, right] = intsOf(call, 'pads', [0, 0, 0, 0]) as [number, number, number, number];
  const [down, across] = intsOf(call, 'strides', [1, 1]) as [number, number];
  const [below, beside] = intsOf(call, 'output_padding', [0, 0]) as [number, number];
  const side = (length: Dim, stride: number, kernel: Dim, extra: number) =>
    addDims(addDims(multiplyDims(addDims(length, -1), stride), kernel), extra);
  const h = side(height!, down, y!, below - top - bottom);
  const w = side(width!, across, x!, beside - left - right);
  return [{ type: expectOneType(...call.inputs), dims: [b!, outputs!, h, w] }];
};

/** Convolutions of images. */
export const CONVOLUTIONS: Readonly<Record<string, ShapeRule>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  AveragePool: pool,
  MaxPool: pool,
};

/** The same of ONNX Runtime's own set. */
export const CONVOLUTIONS_FUSED: Readonly<Record<string, ShapeRule>> = { FusedConv: fusedConv, NhwcConv: nhwcConv };
