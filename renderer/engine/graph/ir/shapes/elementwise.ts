import { addDims, type Dim, type Dims, floorDivide, multiplyDims } from '#renderer/engine/graph/ir/dims.ts';
import { ONNX_TYPE, type OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import {
  broadcast,
  expectEqual,
  expectOneType,
  expectRank,
  intOf,
  type OperatorCall,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';

const TYPES = new Map(Object.entries(ONNX_TYPE).map(([name, number]) => [number, name as OnnxType]));

/** One result for every number of the first operand. */
export const sameShape: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  return [{ type, dims }];
};

function converted(call: OperatorCall): TensorType {
  const type = TYPES.get(intOf(call, 'to', 0) as (typeof ONNX_TYPE)[OnnxType]) ?? refuse('its type must be known');
  return { ...operand(call, 0), type };
}

function spread(call: OperatorCall): TensorType {
  const [a, b] = [operand(call, 0), operand(call, 1)];
  return { type: expectOneType(a, b), dims: broadcast(a.dims, b.dims) };
}

/** Of whole numbers that follow from shapes, results do too. */
function arithmetic(reckon: (a: Dim, b: Dim) => Dim): ShapeRule {
  return (call) => {
    const result = spread(call);
    const [a, b] = [operand(call, 0).numbers, operand(call, 1).numbers];
    return [a && b && result.type === 'int64' ? { ...result, numbers: pairwise(a, b, reckon) } : result];
  };
}

function pairwise(a: Dims, b: Dims, reckon: (a: Dim, b: Dim) => Dim): Dims {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    reckon(a[a.length === 1 ? 0 : i] ?? null, b[b.length === 1 ? 0 : i] ?? null),
  );
}

/** Narrow numbers (n, …) and a scale for each of the n -> numbers of the scales' type. */
const dequantized: ShapeRule = (call) => {
  const [x, scale] = [operand(call, 0), operand(call, 1)];
  expectEqual(expectRank(scale, 1, 'its scales')[0]!, x.dims[intOf(call, 'axis', 1)] ?? null, 'scales and their axis');
  return [{ type: scale.type, dims: x.dims }];
};

const ELEMENTWISE_TWO: ShapeRule = (call) => [spread(call)];

/** Operators that treat every number alone. */
export const ELEMENTWISE: Readonly<Record<string, ShapeRule>> = {
  Abs: sameShape,
  Ceil: sameShape,
  Clip: sameShape,
  Cos: sameShape,
  Erf: sameShape,
  Exp: sameShape,
  Gelu: sameShape,
  LeakyRelu: sameShape,
  Log: sameShape,
  Neg: sameShape,
  PRelu: sameShape,
  Reciprocal: sameShape,
  Relu: sameShape,
  Round: sameShape,
  Sigmoid: sameShape,
  Sin: sameShape,
  Softmax: sameShape,
  Sqrt: sameShape,
  Tanh: sameShape,
  Trilu: sameShape,
  Identity: (call) => [operand(call, 0)],
  Cast: (call) => [converted(call)],
  BitCast: (call) => [converted(call)],
  DequantizeLinear: dequantized,
  Add: arithmetic(addDims),
  Mul: arithmetic(multiplyDims),
  // Sizes are not negative, so cutting off the fraction is rounding down.
  Div: arithmetic((a, b) => (typeof b === 'number' && b > 0 ? floorDivide(a, b) : null)),
  Sub: ELEMENTWISE_TWO,
  Max: ELEMENTWISE_TWO,
  Pow: ELEMENTWISE_TWO,
  Equal: (call) => [{ ...spread(call), type: 'bool' }],
};

/** The same of ONNX Runtime's own set. */
export const ELEMENTWISE_FUSED: Readonly<Record<string, ShapeRule>> = {
  QuickGelu: sameShape,
  BiasGelu: (call) => {
    const [x, bias] = [operand(call, 0), operand(call, 1)];
    const dims = broadcast(x.dims, bias.dims);
    return dims.length === x.dims.length ? [{ type: expectOneType(x, bias), dims }] : refuse('its bias must be a row');
  },
  BiasSplitGelu: (call) => {
    const [x, bias] = [operand(call, 0), operand(call, 1)];
    const dims = broadcast(x.dims, bias.dims);
    return [{ type: expectOneType(x, bias), dims: [...dims.slice(0, -1), floorDivide(dims.at(-1)!, 2)] }];
  },
};
