/** ONNX element types by their numbers in TensorProto.DataType. */
export const ONNX_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e5m2: 19,
} as const;
export type OnnxType = keyof typeof ONNX_TYPE;

/** A number is written as int when whole numbers are meant; floats are given as { float }. */
export type AttributeValue = number | string | readonly number[] | { readonly float: number };

export interface NodeDescription {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  /** Null where one is left out. */
  readonly inputs: readonly ({ readonly name: string } | null)[];
  readonly outputs: readonly ({ readonly name: string } | null)[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Numbers that lie in the graph itself, or where they lie in a file. */
export type InitializerData =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'external'; readonly file: string; readonly offset: number; readonly bytes: number };

export interface InitializerDescription {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly data: InitializerData;
}

/** A dimension is a number, or a name where it may vary. */
export interface ValueDescription {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly NodeDescription[];
  readonly initializers: readonly InitializerDescription[];
  readonly inputs: readonly ValueDescription[];
  readonly outputs: readonly ValueDescription[];
}
