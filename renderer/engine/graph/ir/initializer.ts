import type { InitializerData, InitializerDescription, OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import { notInRows } from '#renderer/engine/graph/ir/weight-refusal.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightDtype, WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** A weight, or some rows of one, as a network asks for it. */
export interface WeightRows {
  /** Of the whole weight. */
  readonly shape: readonly number[];
  /** The first row; 0 when left out. */
  readonly from?: number;
  /** After the last row; all when left out. */
  readonly to?: number;
  /** Keeps these rows in the file's mapping whatever the residency is. */
  readonly mapped?: boolean;
  /** Zeros to append to every row of a matrix; none when left out. */
  readonly zeroColumns?: number;
  /** Whether a matrix comes as (columns, rows); false when left out. Not together with `zeroColumns`. */
  readonly isTurned?: boolean;
  /** Whether kernels (out, in, k, k) come as (out, k, k, in); false when left out. */
  readonly isInterleaved?: boolean;
}

/** Weights up to this many elements are always read at load: biases and norms cost more as separate conversions. */
const SMALL_ELEMENTS = 16_384;

const ONNX_NAMES: Readonly<Record<WeightDtype, OnnxType>> = {
  F32: 'float',
  F16: 'float16',
  BF16: 'bfloat16',
  F64: 'double',
  I64: 'int64',
  U64: 'uint64',
  I32: 'int32',
  U32: 'uint32',
  I16: 'int16',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
  F8_E4M3: 'float8e4m3fn',
  F8_E5M2: 'float8e5m2',
  I8: 'int8',
};

const DTYPES = new Map(Object.entries(ONNX_NAMES).map(([dtype, type]) => [type, dtype as WeightDtype]));

/** The initializer that points at these rows in the weight's own file: another byte range, no copy. */
export function describeWeight(
  key: string,
  { entry, rows }: { readonly entry: WeightEntry; readonly rows: WeightRows },
): InitializerDescription {
  if (entry.strides) throw notInRows(key, entry);
  const { from = 0, to = rows.shape[0] ?? 1 } = rows;
  const whole = from === 0 && to === (rows.shape[0] ?? 1);
  const rowBytes = entry.bytes / (rows.shape[0] ?? 1);
  const data: InitializerData = {
    kind: 'external',
    file: entry.file,
    offset: entry.offset + from * rowBytes,
    bytes: (to - from) * rowBytes,
  };
  const dims = whole ? rows.shape : [to - from, ...rows.shape.slice(1)];
  return { name: whole ? key : `${key}[${from}:${to}]`, type: ONNX_NAMES[entry.dtype], dims, data };
}

/** Where an initializer lies in its file; null for one that lies in the graph itself. */
export function rangeOf({ data, type, dims }: InitializerDescription): WeightEntry | null {
  if (data.kind === 'inline') return null;
  const dtype = DTYPES.get(type);
  return dtype ? { file: data.file, offset: data.offset, bytes: data.bytes, dtype, shape: dims } : null;
}

/** Whether it lies in a file and is worth a conversion of its own. */
export function isLargeExternal({ data, dims }: InitializerDescription): boolean {
  return data.kind === 'external' && elements(dims) > SMALL_ELEMENTS;
}
