import { type Backward, type GradientRules, listOf } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { sidesOf, type Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

type Four = readonly [number, number, number, number];

/** Convolutions of images (b, c, h, w), without groups and dilations. */
export const CONVOLUTION_GRADIENTS: GradientRules = {
  Conv(tape, at) {
    const bias = at.inputs[2];
    return [
      at.wants(0) ? ofImage(tape, at) : null,
      at.wants(1) ? ofKernels(tape, at) : null,
      bias && at.wants(2) ? tape.sum(at.gradient, [0, 2, 3], false) : null,
    ];
  },
};

/**
 * The transposed convolution with the same kernels. A plain one with turned kernels gives the same, but makes a second
 * copy of every weight that ONNX Runtime holds from the start.
 */
function ofImage(tape: Tape, { node, inputs, gradient }: Backward): Value {
  const [image, kernels] = inputs as [Value, Value];
  const [, , ...sides] = sidesOf(image);
  const [, , ...kernel] = sidesOf(kernels);
  const { pads, strides } = geometry(node);
  const [, , ...results] = sidesOf(gradient);
  // Pixels at the end that the strides did not reach.
  const output_padding = sides.map((side, i) => {
    const reached = strides[i]! * (results[i]! - 1) + kernel[i]! - pads[i]! - pads[i + 2]!;
    return side - reached;
  });
  return tape.op('ConvTranspose', [gradient, kernels], { kernel_shape: kernel, strides, pads, output_padding });
}

/** For every place of the kernel, the result's gradient times the image shifted to there: dW[:, :, y, x] = dY · Xᵀ. */
function ofKernels(tape: Tape, { node, inputs, gradient }: Backward): Value {
  const [image, kernels] = inputs as [Value, Value];
  const [outputs, channels, height, width] = sidesOf(kernels) as Four;
  const { pads, strides } = geometry(node);
  const [top, left, bottom, right] = pads as Four;
  const margins = tape.ints([0, 0, top, left, 0, 0, bottom, right]);
  const padded = pads.some((pad) => pad > 0) ? tape.op('Pad', [image, margins]) : image;
  const rows = byChannel(tape, gradient);
  const places = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);
  const parts = places.map(([y, x]) => {
    const seen = byChannel(tape, shifted(tape, padded, { at: [y, x], strides, like: gradient }));
    return tape.reshape(tape.op('Gemm', [rows, seen], { transB: 1 }), [outputs, channels, 1]);
  });
  const joined = parts.length === 1 ? parts[0]! : tape.op('Concat', parts, { axis: 2 });
  return tape.reshape(joined, [outputs, channels, height, width]);
}

/** The pixels that one place of the kernel sees. */
function shifted(
  tape: Tape,
  image: Value,
  { at, strides, like }: { at: readonly [number, number]; strides: readonly number[]; like: Value },
): Value {
  const [, , ...results] = sidesOf(like);
  const to = at.map((start, i) => start + (results[i]! - 1) * strides[i]! + 1);
  const [, , height, width] = sidesOf(image);
  const isWhole = at.every((start) => start === 0) && to[0] === height && to[1] === width;
  if (isWhole && strides.every((stride) => stride === 1)) return image;
  return tape.slice(image, { from: at, to, axes: [2, 3], steps: strides });
}

/** (b, c, h, w) -> (c, b·h·w) */
function byChannel(tape: Tape, image: Value): Value {
  const [b, channels, height, width] = sidesOf(image) as Four;
  const first = b === 1 ? image : tape.transpose(image, [1, 0, 2, 3]);
  return tape.reshape(first, [channels, b * height * width]);
}

function geometry(node: Backward['node']): { pads: readonly number[]; strides: readonly number[] } {
  return { pads: listOf(node, 'pads', [0, 0, 0, 0]), strides: listOf(node, 'strides', [1, 1]) };
}
