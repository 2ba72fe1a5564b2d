/** Number formats that a weight may be stored in (safetensors' names). */
export type WeightDtype =
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'F64'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

/** Where one weight lies: a byte range of a file. Nothing is copied; ONNX Runtime maps it. */
export interface WeightEntry {
  /** Absolute path. */
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly dtype: WeightDtype;
  readonly shape: readonly number[];
  /** Of a dense tensor whose dimensions lie in another order (channels_last); left out where they lie in rows. */
  readonly strides?: readonly number[];
  /** What the file calls its format, where that is none we read: the bytes are there (as U8), the numbers are not. */
  readonly unread?: string;
  /** A matrix that lies as (in, out) where its key means (out, in): OpenCLIP's text projection. */
  readonly transposed?: true;
}

/** The shape that a weight's key means, (out, …in), however it lies in its file. */
export function meantShape({ shape, transposed }: WeightEntry): readonly number[] {
  return transposed ? shape.toReversed() : shape;
}

/** Weights by their diffusers state_dict key. */
export type WeightMap = ReadonlyMap<string, WeightEntry>;
