import {
  addDims,
  type Dim,
  type Dims,
  divideExactly,
  floorDivide,
  isAtLeast,
  multiplyDims,
  productOfDims,
  subtractDims,
} from '#renderer/engine/graph/ir/dims.ts';
import {
  axisOf,
  broadcast,
  expectEqual,
  expectOneType,
  expectRank,
  intOf,
  intsOf,
  knownInts,
  type OperatorCall,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';

/** The dimensions that operand `at` asks for. */
function wantedDims(call: OperatorCall, at: number): Dims {
  const { dims, numbers } = operand(call, at);
  if (numbers) return numbers;
  const rank = dims[0];
  return typeof rank === 'number' ? Array<Dim>(rank).fill(null) : refuse('the number of its dimensions must be known');
}

/** 0 keeps a dimension; -1 stands for what is left of the numbers. */
const reshape: ShapeRule = (call) => {
  const { type, dims: from, numbers } = operand(call, 0);
  const wanted = wantedDims(call, 1).map((dim, i) => (dim === 0 ? kept(from, i) : dim));
  const open = wanted.indexOf(-1);
  if (open >= 0) return [{ type, dims: wanted.with(open, whatIsLeft(from, wanted.toSpliced(open, 1))) }];
  const { left, unpaired } = pairedOff(from, wanted);
  expectEqual(productOfDims(left), productOfDims(unpaired), 'numbers before and after');
  return [{ type, dims: wanted, ...(numbers && { numbers }) }];
};

function kept(from: Dims, at: number): Dim {
  return at < from.length ? from[at]! : refuse('what 0 keeps must exist');
}

/** What the dimensions of one list have more than those of another. */
function whatIsLeft(from: Dims, others: Dims): Dim {
  const { left, unpaired } = pairedOff(from, others);
  const [all, given] = [productOfDims(left), productOfDims(unpaired)];
  const quotient = divideExactly(all, given);
  if (quotient === null && typeof all === 'number' && typeof given === 'number') refuse('numbers must come out even');
  return quotient;
}

/** Two lists without the dimensions that both have: most reshapes leave some as they are. */
function pairedOff(from: Dims, others: Dims): { readonly left: Dims; readonly unpaired: Dims } {
  const left = [...from];
  const unpaired = others.filter((dim) => {
    const at = dim === null ? -1 : left.indexOf(dim);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { left, unpaired };
}

const transpose: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  const perm = intsOf(call, 'perm', dims.map((_, i) => i).toReversed());
  if (perm.toSorted().join() !== dims.map((_, i) => i).join()) refuse('its order must name every dimension once');
  return [{ type, dims: perm.map((at) => dims[at]!) }];
};

const unsqueeze: ShapeRule = (call) => {
  const { type, dims, numbers } = operand(call, 0);
  const given = knownInts(call, 1);
  const rank = dims.length + given.length;
  const axes = given.map((axis) => axisOf(axis, rank));
  let next = 0;
  const result = Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : dims[next++]!));
  return [{ type, dims: result, ...(numbers && { numbers }) }];
};

const squeeze: ShapeRule = (call) => {
  const { type, dims, numbers } = operand(call, 0);
  const axes = call.inputs[1] ? knownInts(call, 1).map((axis) => axisOf(axis, dims.length)) : null;
  if (!axes && dims.some((dim) => typeof dim !== 'number')) refuse('which dimensions it drops must be known');
  const result = dims.filter((dim, i) => (axes ? !axes.includes(i) : dim !== 1));
  return [{ type, dims: result, ...(numbers && { numbers }) }];
};

const concat: ShapeRule = (call) => {
  const all = call.inputs.map((_, at) => operand(call, at));
  const first = all[0]!;
  const axis = axisOf(intOf(call, 'axis', 0), first.dims.length);
  const dims = all.slice(1).reduce<Dims>((sum, next) => joined(sum, next.dims, axis), first.dims);
  const numbers = all.every((one) => one.numbers) && dims.length === 1 ? all.flatMap((one) => one.numbers!) : null;
  return [{ type: expectOneType(...all), dims, ...(numbers && { numbers }) }];
};

function joined(sum: Dims, next: Dims, axis: number): Dims {
  if (sum.length !== next.length) refuse('its operands must have as many dimensions');
  const what = `all but dimension ${axis} of its operands`;
  return sum.map((dim, i) => (i === axis ? addDims(dim, next[i]!) : expectEqual(dim, next[i]!, what)));
}

const slice: ShapeRule = (call) => {
  const { type, dims, numbers } = operand(call, 0);
  const [starts, ends] = [operand(call, 1).numbers, operand(call, 2).numbers];
  if (!starts || !ends) return refuse('which numbers it takes must be known');
  const axes = call.inputs[3] ? knownInts(call, 3) : starts.map((_, i) => i);
  const steps = call.inputs[4] ? knownInts(call, 4) : axes.map(() => 1);
  if (steps.some((step) => step < 1)) refuse('its steps must go forward');
  const result = [...dims];
  for (const [i, axis] of axes.entries()) {
    const at = axisOf(axis, dims.length);
    const length = sliced(dims[at]!, starts[i]!, ends[i]!);
    result[at] = floorDivide(addDims(length, steps[i]! - 1), steps[i]!);
  }
  const [from, to] = [starts[0]!, ends[0]!];
  const isCut = numbers && typeof from === 'number' && typeof to === 'number' && steps[0] === 1;
  const cut = isCut ? numbers.slice(from, to) : null;
  return [{ type, dims: result, ...(cut && { numbers: cut }) }];
};

function sliced(length: Dim, start: Dim, end: Dim): Dim {
  const counted = (bound: Dim) => (typeof bound === 'number' && bound < 0 ? addDims(length, bound) : bound);
  const [from, to] = [counted(start), counted(end)];
  const last = isAtLeast(to, length) ? length : isAtLeast(length, to) ? to : null;
  if (typeof last === 'number' && typeof from === 'number') return Math.max(0, last - Math.min(from, last));
  return from === 0 || isAtLeast(last, from) ? subtractDims(last, from) : null;
}

const pad: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  const pads = knownInts(call, 1);
  if (pads.length !== 2 * dims.length) refuse('it must have two margins for every dimension');
  return [{ type, dims: dims.map((dim, i) => addDims(dim, pads[i]! + pads[i + dims.length]!)) }];
};

/** To sizes, or by scales. */
const resize: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  const result = call.inputs[3]
    ? wantedDims(call, 3)
    : dims.map((dim, i) => scaled(dim, operand(call, 2).numbers?.[i]));
  return result.length === dims.length ? [{ type, dims: result }] : refuse('it must have a size for every dimension');
};

function scaled(dim: Dim, scale: Dim | undefined): Dim {
  if (typeof scale !== 'number') return null;
  if (Number.isInteger(scale)) return multiplyDims(dim, scale);
  return typeof dim === 'number' ? Math.floor(dim * scale) : null;
}

/** Channels as pixels: (b, c·n·n, h, w) -> (b, c, n·h, n·w). */
const depthToSpace: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  const [b, channels, h, w] = expectRank({ type, dims }, 4, 'its image');
  const side = intOf(call, 'blocksize', 1);
  if (typeof channels !== 'number' || channels % side ** 2 !== 0) refuse('its channels must be whole blocks');
  return [{ type, dims: [b!, (channels as number) / side ** 2, multiplyDims(h!, side), multiplyDims(w!, side)] }];
};

const expand: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  return [{ type, dims: broadcast(dims, wantedDims(call, 1)) }];
};

/** The dimensions of a tensor, from `start` to `end`. */
const shape: ShapeRule = (call) => {
  const { dims } = operand(call, 0);
  const bound = (name: string, fallback: number) => intOf(call, name, fallback);
  const numbers = dims.slice(bound('start', 0), bound('end', dims.length));
  return [{ type: 'int64', dims: [numbers.length], numbers }];
};

const range: ShapeRule = (call) => {
  const [start, limit, step] = [0, 1, 2].map((at) => operand(call, at)) as [TensorType, TensorType, TensorType];
  const [from, to, by] = [start.numbers?.[0], limit.numbers?.[0], step.numbers?.[0]];
  const length = by === 1 && from !== undefined && to !== undefined ? subtractDims(to, from) : null;
  return [{ type: expectOneType(start, limit, step), dims: [length] }];
};

/** Operators that move numbers and leave them as they are, and those on shapes. */
export const ARRANGEMENT: Readonly<Record<string, ShapeRule>> = {
  Reshape: reshape,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Resize: resize,
  DepthToSpace: depthToSpace,
  Expand: expand,
  Shape: shape,
  Range: range,
};
