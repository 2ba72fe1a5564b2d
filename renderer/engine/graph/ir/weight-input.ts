import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';

/** A weight that a graph takes by an input, lying as its operators want it. */
export interface WeightInput {
  readonly name: string;
  readonly key: string;
  readonly rows: WeightRows;
  readonly type: 'float' | 'float16';
  /** Of the input. */
  readonly dims: readonly number[];
}

/** The input for a weight of a key. */
export function weightInput(key: string, type: WeightInput['type'], rows: WeightRows): WeightInput {
  const { shape, from = 0, to = shape[0]!, zeroColumns = 0, isTurned = false, isInterleaved = false } = rows;
  const [inputs, ...kernel] = shape.slice(1) as [number, ...number[]];
  const across = isInterleaved ? [...kernel, inputs] : [inputs + zeroColumns, ...kernel];
  const dims = isTurned ? [...across, to - from] : [to - from, ...across];
  const how = [isTurned && 'turned', isInterleaved && 'interleaved', zeroColumns > 0 && `+${zeroColumns}`];
  const name = [`${key}[${from}:${to}]`, ...how.filter((one) => one !== false), type].join(':');
  return { name, key, rows, type, dims };
}
