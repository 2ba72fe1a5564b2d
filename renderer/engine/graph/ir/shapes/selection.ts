import { type Dims, productOfDims } from '#renderer/engine/graph/ir/dims.ts';
import {
  axisOf,
  expectEqual,
  intOf,
  knownInts,
  type OperatorCall,
  operand,
  refuse,
  type ShapeRule,
} from '#renderer/engine/graph/ir/shapes/rule.ts';

const gather: ShapeRule = (call) => {
  const [table, indices] = [operand(call, 0), operand(call, 1)];
  const axis = axisOf(intOf(call, 'axis', 0), table.dims.length);
  return [{ type: table.type, dims: [...table.dims.slice(0, axis), ...indices.dims, ...table.dims.slice(axis + 1)] }];
};

/** The last dimension of the indices says how many dimensions each picks one of, after those of the batch. */
const gatherND: ShapeRule = (call) => {
  const [data, indices] = [operand(call, 0), operand(call, 1)];
  const batch = intOf(call, 'batch_dims', 0);
  const depth = indices.dims.at(-1);
  if (typeof depth !== 'number' || batch + depth > data.dims.length) return refuse('what its indices pick must exist');
  for (let i = 0; i < batch; i++) expectEqual(data.dims[i]!, indices.dims[i]!, 'samples');
  return [{ type: data.type, dims: [...indices.dims.slice(0, -1), ...data.dims.slice(batch + depth)] }];
};

const argMax: ShapeRule = (call) => {
  const { dims } = operand(call, 0);
  const axes = [axisOf(intOf(call, 'axis', 0), dims.length)];
  return [{ type: 'int64', dims: reduced(call, axes) }];
};

/** Over the axes that operand 1 names; over all where it is left out. */
const reduce: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  const axes = call.inputs[1] ? knownInts(call, 1).map((axis) => axisOf(axis, dims.length)) : dims.map((_, i) => i);
  return [{ type, dims: reduced(call, axes) }];
};

/** The product of all sizes in a list is known where they are. */
const reduceProd: ShapeRule = (call) => {
  const result = reduce(call)[0]!;
  const { numbers, dims } = operand(call, 0);
  return [numbers && dims.length === 1 ? { ...result, numbers: [productOfDims(numbers)] } : result];
};

function reduced(call: OperatorCall, axes: readonly number[]): Dims {
  const { dims } = operand(call, 0);
  const keeps = intOf(call, 'keepdims', 1) === 1;
  return keeps ? dims.map((dim, i) => (axes.includes(i) ? 1 : dim)) : dims.filter((_, i) => !axes.includes(i));
}

/** Numbers into the places of a tensor that the indices name. */
const scatterND: ShapeRule = (call) => {
  const { type, dims } = operand(call, 0);
  return [{ type, dims }];
};

/** Operators that choose some numbers, or make one of many. */
export const SELECTION: Readonly<Record<string, ShapeRule>> = {
  Gather: gather,
  GatherND: gatherND,
  ArgMax: argMax,
  ReduceL2: reduce,
  ReduceMax: reduce,
  ReduceMean: reduce,
  ReduceProd: reduceProd,
  ReduceSum: reduce,
  ScatterND: scatterND,
};
