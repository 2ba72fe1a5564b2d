import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bfloatToFloat,
  eightBitToFloat,
  floatToBfloat,
  floatToHalf,
  halfToFloat,
} from '#renderer/engine/weights/half.ts';

const every16 = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);

describe('binary16', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('reads 0x%s as %d', (bits, value) => {
    expect(halfToFloat(Uint16Array.of(bits))[0]).toBe(value);
  });

  it('gives every bit pattern back, NaN as NaN', () => {
    const values = halfToFloat(every16);
    const back = floatToHalf(values);
    const differ = every16.filter((bits, i) =>
      Number.isNaN(values[i]) ? (back[i]! & 0x7c00) !== 0x7c00 : back[i] !== bits,
    );
    expect([...differ]).toEqual([]);
  });

  it.each([
    ['half of the smallest step rounds to even zero', 2 ** -25, 0],
    ['a little more rounds up', 2 ** -25 * 1.001, 2 ** -24],
    ['a tie rounds to even', 1 + 2 ** -11, 1],
    ['a tie above an odd step rounds up', 1 + 3 * 2 ** -11, 1 + 2 ** -9],
    ['the largest number holds until half a step above it', 65_519, 65_504],
    ['beyond it lies infinity', 65_520, Number.POSITIVE_INFINITY],
  ])('%s', (_, given, expected) => {
    expect(halfToFloat(floatToHalf(Float32Array.of(given)))[0]).toBe(expected);
  });

  it('never lies further away than half a step', () => {
    fc.assert(
      fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
        const rounded = halfToFloat(floatToHalf(Float32Array.of(value)))[0]!;
        const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value) || 2 ** -24)) - 10));
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });
});

describe('bfloat16', () => {
  it('gives every bit pattern back, NaN as NaN', () => {
    const values = bfloatToFloat(every16);
    const back = floatToBfloat(values);
    const differ = every16.filter((bits, i) =>
      Number.isNaN(values[i]) ? (back[i]! & 0x7f80) !== 0x7f80 : back[i] !== bits,
    );
    expect([...differ]).toEqual([]);
  });

  it('rounds ties to even', () => {
    const ties = Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8);
    expect([...bfloatToFloat(floatToBfloat(ties))]).toEqual([1, 1 + 2 ** -6]);
  });
});

describe('8-bit floats', () => {
  it.each([
    ['E4M3', 0x38, 1],
    ['E4M3', 0x7e, 448],
    ['E4M3', 0x01, 2 ** -9],
    ['E4M3', 0xff, Number.NaN],
    ['E5M2', 0x3c, 1],
    ['E5M2', 0x7b, 57_344],
    ['E5M2', 0xfc, Number.NEGATIVE_INFINITY],
  ] as const)('reads %s 0x%s as %d', (format, byte, value) => {
    expect(eightBitToFloat(Uint8Array.of(byte), format)[0]).toBe(value);
  });
});
