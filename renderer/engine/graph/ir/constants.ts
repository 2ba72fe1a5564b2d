import type { Initializers } from '#renderer/engine/graph/ir/initializers.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { floatToHalf } from '#renderer/engine/weights/half.ts';

/** Numbers and the dimensions they have; one number where there are none. */
export interface ConstantNumbers {
  readonly values: readonly number[];
  readonly dims: readonly number[];
}

/** Numbers in the precision of what is computed with them. Equal constants are shared. */
export function floatConstant(
  initializers: Initializers,
  { values, dims }: ConstantNumbers,
  type: 'float' | 'float16',
): Value {
  return initializers.constant(`${type}${dims.join('x')}:${textOf(values)}`, () => {
    return { type, dims, bytes: floatBytes(values, type), numbers: values };
  });
}

/** Numbers as a tensor of this type has them. */
export function floatBytes(values: readonly number[], type: 'float' | 'float16'): Uint8Array {
  const floats = Float32Array.from(values);
  return new Uint8Array((type === 'float' ? floats : floatToHalf(floats)).buffer);
}

/** Whole numbers as int64. Equal constants are shared. */
export function intConstant(initializers: Initializers, { values, dims }: ConstantNumbers): Value {
  return initializers.constant(`i${dims.join('x')}:${values.join()}`, () => {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return { type: 'int64', dims, bytes, numbers: values };
  });
}

/** Of lists that are used again and again, such as the matrices of tiles, which are long. */
const texts = new WeakMap<readonly number[], string>();

function textOf(values: readonly number[]): string {
  const known = texts.get(values);
  if (known !== undefined) return known;
  const text = values.join();
  texts.set(values, text);
  return text;
}
