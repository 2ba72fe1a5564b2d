import { expect, it } from 'vitest';
import { areFinite } from '#renderer/engine/weights/finite-numbers.ts';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';

const bytes = ({ buffer }: { buffer: ArrayBuffer }) => new Uint8Array(buffer);
const largest = Float32Array.of(0, -1, 65504);

it.each([
  ['F64', (values: Float32Array) => Float64Array.from(values)],
  ['F32', (values: Float32Array) => Float32Array.from(values)],
  ['F16', (values: Float32Array) => floatToHalf(values)],
  ['BF16', (values: Float32Array) => floatToBfloat(values)],
] as const)('NaN and infinity among %s are found', (dtype, store) => {
  const stored = (...values: number[]) => bytes(store(Float32Array.of(...values)) as { buffer: ArrayBuffer });
  expect(areFinite(stored(...largest), dtype)).toBe(true);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(areFinite(stored(1, value, 2), dtype)).toBe(false);
  }
});

it('NaN among 8-bit floats is found, and whole numbers are finite', () => {
  expect(areFinite(Uint8Array.of(0x00, 0xfe, 0x7e), 'F8_E4M3')).toBe(true);
  expect(areFinite(Uint8Array.of(0x00, 0xff), 'F8_E4M3')).toBe(false);
  expect(areFinite(Uint8Array.of(0x7b, 0xfb), 'F8_E5M2')).toBe(true);
  expect(areFinite(Uint8Array.of(0x7c), 'F8_E5M2')).toBe(false);
  expect(areFinite(Uint8Array.of(0xff), 'U8')).toBe(true);
});
