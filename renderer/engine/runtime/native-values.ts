import type { InputNumbers, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';

/** ONNXTensorElementDataType of 32-bit floats; the others are of the same list. */
export const FLOAT = 1;
const INT8 = 3;
/** Of whole numbers of 32 bits. */
export const INT32 = 6;
const SIXTEEN_BITS = [4, 10, 16];

/** A value over the very numbers, without a copy. */
export function toValue(ort: OrtLibrary, { dims, numbers }: InputNumbers): Pointer {
  const type = numbers instanceof Float32Array ? FLOAT : INT32;
  const sizes = BigInt64Array.from(dims, BigInt);
  const { memory } = ort;
  return ort.make('CreateTensorWithDataAsOrtValue', memory, numbers, numbers.byteLength, sizes, dims.length, type);
}

/** What a value holds, copied. */
export function fromValue(ort: OrtLibrary, value: Pointer): OutputNumbers {
  const info = ort.make('GetTensorTypeAndShape', value);
  try {
    const sizes = new BigInt64Array(ort.ask('GetDimensionsCount', info));
    ort.call('GetDimensions', info, sizes, sizes.length);
    const dims = Array.from(sizes, Number);
    const count = dims.reduce((product, size) => product * size, 1);
    return { dims, data: copyOf(ort, value, { count, type: ort.ask('GetTensorElementType', info) }) };
  } finally {
    ort.call('ReleaseTensorTypeAndShapeInfo', info);
  }
}

function copyOf(
  ort: OrtLibrary,
  value: Pointer,
  { count, type }: { readonly count: number; readonly type: number },
): OutputNumbers['data'] {
  const data = ort.make('GetTensorMutableData', value);
  if (type === FLOAT) return ort.read(data, Float32Array, count * 4);
  if (type === INT8) return ort.read(data, Int8Array, count);
  if (SIXTEEN_BITS.includes(type)) return ort.read(data, Uint16Array, count * 2);
  throw new Error(`an output of the element type ${type} cannot be read`);
}
