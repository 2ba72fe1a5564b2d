import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';

/** Bytes per element of every format we read. */
export const DTYPE_BYTES: Readonly<Record<WeightDtype, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
};

/** Whether a name in a file is a format we read. */
export function isWeightDtype(name: unknown): name is WeightDtype {
  return typeof name === 'string' && Object.hasOwn(DTYPE_BYTES, name);
}
