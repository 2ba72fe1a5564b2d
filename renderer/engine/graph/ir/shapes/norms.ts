import type { Dim } from '#renderer/engine/graph/ir/dims.ts';
import {
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

/** Checks that operands are rows of as many numbers as there are channels. */
function expectRows(call: OperatorCall, places: readonly number[], channels: Dim): void {
  for (const at of places) {
    const row = call.inputs[at];
    if (row) expectEqual(expectRank(row, 1, `operand ${at}`)[0]!, channels, 'channels and their scales');
  }
}

/** Over everything but the first two dimensions. */
const instanceNormalization: ShapeRule = (call) => {
  const x = operand(call, 0);
  if (x.dims.length < 3) refuse('its operand must have three dimensions or more');
  expectRows(call, [1, 2], x.dims[1]!);
  return [{ type: expectOneType(...call.inputs), dims: x.dims }];
};

/** Every channel by numbers that were learnt. */
const batchNormalization: ShapeRule = (call) => {
  const x = operand(call, 0);
  if (x.dims.length < 2) refuse('its operand must have channels');
  expectRows(call, [1, 2, 3, 4], x.dims[1]!);
  return [{ type: expectOneType(...call.inputs), dims: x.dims }];
};

/** Over the last dimension. */
const layerNormalization: ShapeRule = (call) => {
  const x = operand(call, 0);
  if (intOf(call, 'axis', -1) !== -1) refuse('its axis must be the last');
  expectRows(call, [1, 2], x.dims.at(-1)!);
  const perRow: TensorType = { type: 'float', dims: [...x.dims.slice(0, -1), 1] };
  return [{ type: expectOneType(...call.inputs), dims: x.dims }, perRow, perRow];
};

/** Of the sum of two operands and a bias; the fourth result is that sum. */
const skipLayerNormalization: ShapeRule = (call) => {
  const [x, skip] = [operand(call, 0), operand(call, 1)];
  const dims = expectRank(skip, x.dims.length, 'its second operand').map((dim, i) =>
    expectEqual(x.dims[i]!, dim, 'its operands'),
  );
  expectRows(call, [2, 3, 4], dims.at(-1)!);
  const result: TensorType = { type: expectOneType(...call.inputs), dims };
  const perRow: TensorType = { type: 'float', dims: [...dims.slice(0, -1), 1] };
  return [result, perRow, perRow, result];
};

/** An image (b, h, w, c) whose scales are float32 in any case. */
const groupNorm: ShapeRule = (call) => {
  const x = operand(call, 0);
  const channels = expectRank(x, 4, 'its image')[3]!;
  const groups = intOf(call, 'groups', 0);
  if (intOf(call, 'channels_last', 0) !== 1) refuse('its channels must be the last dimension');
  if (groups < 1 || (typeof channels === 'number' && channels % groups !== 0)) refuse('groups must divide channels');
  expectRows(call, [1, 2], channels);
  if (expectOneType(operand(call, 1), operand(call, 2)) !== 'float') refuse('its scales must be float32');
  return [{ type: x.type, dims: x.dims }];
};

/** The fourth operand (b, c) is added to every pixel first. */
const skipGroupNorm: ShapeRule = (call) => {
  const result = groupNorm(call)[0]!;
  const [b, channels] = expectRank(operand(call, 3), 2, 'its addend');
  expectEqual(b!, result.dims[0]!, 'samples');
  expectEqual(channels!, result.dims[3]!, 'channels and addends');
  expectOneType(operand(call, 0), operand(call, 3));
  return [result];
};

/** Normalisations by mean and variance. */
export const NORMS: Readonly<Record<string, ShapeRule>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
};

/** The same of ONNX Runtime's own set. */
export const NORMS_FUSED: Readonly<Record<string, ShapeRule>> = {
  SkipLayerNormalization: skipLayerNormalization,
  GroupNorm: groupNorm,
  SkipGroupNorm: skipGroupNorm,
};
