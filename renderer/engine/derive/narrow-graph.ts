import { INT8_MAX } from '#renderer/engine/derive/quantise-graph.ts';
import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** The largest number of F8_E4M3. */
const LARGEST = 448;

/** The smallest number of half precision: a scale below it would be none. */
const SMALLEST_SCALE = 2 ** -24;

/**
 * A matrix (out, in) in numbers of 8 bits with a sign, 4 bits of exponent and 3 of mantissa: output `narrow` (out, in),
 * as half precision has them, and `scale` (out) in half precision, so that W ≈ narrow · scale. Each row has the least
 * power of two that brings its largest weight into range, since small numbers of the format have fewer digits. A power
 * of two takes no digits itself: a weight is off by a sixteenth of itself at most, or by half of the smallest step.
 */
export function buildNarrow(matrix: WeightEntry): BuiltGraph {
  const [outputs, inputs] = matrix.shape as [number, number];
  const graph = new WeightGraph('8-bit floats');
  const weight = graph.stored(matrix);
  const least = largestScale(graph, weight, { axis: 1, range: LARGEST });
  const exponent = graph.op('Ceil', [graph.op('Mul', [graph.op('Log', [least]), graph.float(1 / Math.LN2)])]);
  const scale = graph.op('Pow', [graph.float(2), exponent]);
  // ONNX Runtime rounds to 8 bits, but hands over none.
  const rounded = graph.op('Cast', [graph.op('Div', [weight, scale])], { to: ONNX_TYPE.float8e4m3fn });
  graph.output('narrow', rounded, { dims: [outputs, inputs], as: 'F16' });
  graph.output('scale', graph.reshape(scale, [outputs]), { dims: [outputs], as: 'F16' });
  return graph.build();
}

/**
 * The same as 8-bit integers: each row has the scale of its largest weight, so a weight is off by half of that at most.
 * Products stay those of half precision, unlike with buildQuantise, which has tokens rounded, too.
 */
export function buildNarrowWhole(matrix: WeightEntry): BuiltGraph {
  const [outputs, inputs] = matrix.shape as [number, number];
  const graph = new WeightGraph('8-bit integers');
  const weight = graph.stored(matrix);
  const least = largestScale(graph, weight, { axis: 1, range: INT8_MAX });
  // What is divided by is what will be multiplied with.
  const half = graph.op('Cast', [least], { to: ONNX_TYPE.float16 });
  const scale = graph.op('Cast', [half], { to: ONNX_TYPE.float });
  const whole = graph.op('Round', [graph.op('Div', [weight, scale])]);
  const bounded = graph.op('Clip', [whole, graph.float(-INT8_MAX), graph.float(INT8_MAX)]);
  graph.output('narrow', bounded, { dims: [outputs, inputs], as: 'I8' });
  graph.output('scale', graph.reshape(scale, [outputs]), { dims: [outputs], as: 'F16' });
  return graph.build();
}

/** The scale that brings the largest magnitude along an axis, which stays with length 1, to the end of a format's range. */
export function largestScale(
  graph: WeightGraph,
  weight: Value,
  { axis, range }: { readonly axis: number; readonly range: number },
): Value {
  const largest = graph.op('ReduceMax', [graph.op('Abs', [weight]), graph.ints([axis])], { keepdims: 1 });
  return graph.op('Max', [graph.op('Mul', [largest, graph.float(1 / range)]), graph.float(SMALLEST_SCALE)]);
}
