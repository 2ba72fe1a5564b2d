import type { Dim, Dims } from '#renderer/engine/graph/ir/dims.ts';
import {
  broadcast,
  expectEqual,
  expectOneType,
  expectRank,
  intOf,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';

/** (…, n, k) × (…, k, m) */
function product(a: Dims, b: Dims): Dims {
  if (a.length < 2 || b.length < 2) return refuse('its operands must have two dimensions or more');
  expectEqual(a.at(-1)!, b.at(-2)!, 'the inner dimensions of its operands');
  const batch = b.length === 2 ? a.slice(0, -2) : broadcast(a.slice(0, -2), b.slice(0, -2));
  return [...batch, a.at(-2)!, b.at(-1)!];
}

function turned(dims: Dims): Dims {
  return [...dims.slice(0, -2), dims.at(-1)!, dims.at(-2)!];
}

const matMul: ShapeRule = (call) => {
  const [a, b] = [operand(call, 0), operand(call, 1)];
  return [{ type: expectOneType(a, b), dims: product(a.dims, b.dims) }];
};

/** Attributes `transBatchA` and `transBatchB` move the first dimension to where rows are: (k, …, m) counts as (…, k, m). */
const fusedMatMul: ShapeRule = (call) => {
  const dimsOf = ({ dims }: TensorType, letter: 'A' | 'B') => {
    const moved = intOf(call, `transBatch${letter}`, 0) ? [...dims.slice(1, -1), dims[0]!, dims.at(-1)!] : dims;
    return intOf(call, `trans${letter}`, 0) ? turned(moved) : moved;
  };
  const [a, b] = [operand(call, 0), operand(call, 1)];
  return [{ type: expectOneType(a, b), dims: product(dimsOf(a, 'A'), dimsOf(b, 'B')) }];
};

const gemm: ShapeRule = (call) => {
  const [a, b, c = null] = [operand(call, 0), operand(call, 1), call.inputs[2]];
  const dimsOf = (matrix: TensorType, flag: string) => {
    const dims = expectRank(matrix, 2, 'its operands');
    return intOf(call, flag, 0) ? turned(dims) : dims;
  };
  const dims = product(dimsOf(a, 'transA'), dimsOf(b, 'transB'));
  if (c && broadcast(dims, c.dims).length > 2) refuse('its addend must be spread over a matrix');
  return [{ type: expectOneType(a, b, c), dims }];
};

/** x (…, k), a matrix of 8-bit integers (k, m) and a scale per column -> (…, m). */
const dynamicQuantizeMatMul: ShapeRule = (call) => {
  const [x, matrix, scale] = [operand(call, 0), operand(call, 1), operand(call, 2)];
  const [inputs, outputs] = expectRank(matrix, 2, 'its weight') as [Dim, Dim];
  expectEqual(x.dims.at(-1)!, inputs, 'the inner dimensions of its operands');
  expectEqual(scale.dims[0]!, outputs, 'columns and scales');
  return [{ type: expectOneType(x, scale), dims: [...x.dims.slice(0, -1), outputs] }];
};

/** Each operand's dimensions by letters, as in "mnkl,ni->mikl". */
const einsum: ShapeRule = (call) => {
  const { equation } = call.attributes;
  const [left, result] = typeof equation === 'string' ? equation.split('->') : refuse('its equation must be given');
  const sizes = new Map<string, Dim>();
  for (const [at, letters] of left!.split(',').entries()) {
    const dims = expectRank(operand(call, at), letters.length, `operand ${at}`);
    for (const [i, letter] of [...letters].entries()) {
      const known = sizes.has(letter) ? sizes.get(letter)! : dims[i]!;
      sizes.set(letter, expectEqual(known, dims[i]!, `dimensions called ${letter}`));
    }
  }
  const dims = [...(result ?? '')].map((letter) => sizes.get(letter) ?? refuse(`${letter} must be known`));
  return [{ type: expectOneType(...call.inputs), dims }];
};

/** Matrix products. */
export const PRODUCTS: Readonly<Record<string, ShapeRule>> = { MatMul: matMul, Gemm: gemm, Einsum: einsum };

/** The same of ONNX Runtime's own set. */
export const PRODUCTS_FUSED: Readonly<Record<string, ShapeRule>> = {
  FusedMatMul: fusedMatMul,
  DynamicQuantizeMatMul: dynamicQuantizeMatMul,
};
