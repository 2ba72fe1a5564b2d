import type { InputNumbers, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary, Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { PlaceType } from '#renderer/engine/runtime/placed-value.ts';

/** ONNXTensorElementDataType. */
export const TYPES: Readonly<Record<PlaceType, number>> = { float: 1, int: 6, float16: 10 };
const INT8 = 3;
const SIXTEEN_BITS = [4, TYPES.float16, 16];

/** A value over the very numbers, without a copy. */
export function toValue(ort: OrtLibrary, input: InputNumbers): Pointer {
  return valueOver(ort, input, input.numbers instanceof Float32Array ? 'float' : 'int');
}

/** The same over numbers of a type that they do not tell. */
export function valueOver(
  ort: OrtLibrary,
  { dims, numbers }: { readonly dims: readonly number[]; readonly numbers: InputNumbers['numbers'] | Uint16Array },
  type: PlaceType,
): Pointer {
  const sizes = BigInt64Array.from(dims, BigInt);
  const given = [numbers, numbers.byteLength, sizes, dims.length, TYPES[type]] as const;
  return ort.make('CreateTensorWithDataAsOrtValue', ort.memory, ...given);
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
  if (type === TYPES.float) return ort.read(data, Float32Array, count * 4);
  if (type === INT8) return ort.read(data, Int8Array, count);
  if (SIXTEEN_BITS.includes(type)) return ort.read(data, Uint16Array, count * 2);
  throw new Error(`an output of the element type ${type} cannot be read`);
}
