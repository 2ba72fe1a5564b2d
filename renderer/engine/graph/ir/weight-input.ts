import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import type { InitializerDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import { elements } from '#renderer/engine/tensor.ts';

/** A weight that a graph takes by an input, or when it is opened, lying as its operators want it. */
export interface WeightInput {
  readonly name: string;
  readonly key: string;
  readonly rows: WeightRows;
  readonly type: 'float' | 'float16';
  /** Of the input. */
  readonly dims: readonly number[];
}

/** Beyond the end of any file, so that whoever reads such a constant fails instead of reading something else. */
const NOWHERE = 2 ** 52;

/** As a constant that stands in no file: what is handed over at the opening takes its place. */
export function handedConstant({ name, type, dims }: WeightInput, file: string): InitializerDescription {
  const bytes = elements(dims) * (type === 'float' ? 4 : 2);
  return { name, type, dims, data: { kind: 'external', file, offset: NOWHERE, bytes } };
}

/** The input for a weight of a key. */
export function weightInput(key: string, type: WeightInput['type'], rows: WeightRows): WeightInput {
  const { shape, from = 0, to = shape[0]!, zeroColumns = 0, isTurned = false, isInterleaved = false } = rows;
  const [inputs, ...kernel] = shape.slice(1) as [number, ...number[]];
  const across = isInterleaved ? [...kernel, inputs] : [inputs + zeroColumns, ...kernel];
  const dims = isTurned ? [...across, to - from] : [to - from, ...across];
  const how = [isTurned && 'turned', isInterleaved && 'interleaved', zeroColumns > 0 && `+${zeroColumns}`];
  // No name of what is computed of stored weights, which have colons, is like it.
  const name = [`${key}[${from}:${to}]`, ...how.filter((one) => one !== false), type].join(' ');
  return { name, key, rows, type, dims };
}
