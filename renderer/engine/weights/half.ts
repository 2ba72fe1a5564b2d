/** Conversions between stored number formats (IEEE 754 binary16, bfloat16, binary64, OCP 8-bit floats) and float32. */

/** binary16 bits -> float32, exact. */
export function halfToFloat(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(new Float16Array(bits.buffer, bits.byteOffset, bits.length));
}

/** float32 -> binary16 bits, rounded to nearest, ties to even; beyond 65504 becomes infinity as IEEE 754 asks. */
export function floatToHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const result = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) result[i] = halfBits(bits[i]!);
  return result;
}

/** bfloat16 bits -> float32, exact: the upper half of a float32. */
export function bfloatToFloat(bits: Uint16Array): Float32Array {
  const result = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) result[i] = bits[i]! << 16;
  return new Float32Array(result.buffer);
}

/** float32 -> bfloat16 bits, rounded to nearest, ties to even; NaN stays NaN. */
export function floatToBfloat(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const result = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i]!;
    const notNumber = (x & 0x7fffffff) > 0x7f800000;
    result[i] = notNumber ? (x >>> 16) | 0x40 : (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
  }
  return result;
}

/** OCP FP8 E4M3 (finite only: no infinity, one NaN pattern) or E5M2 bytes -> float32, exact. */
export function eightBitToFloat(bytes: Uint8Array, format: 'E4M3' | 'E5M2'): Float32Array {
  if (format === 'E5M2') return halfToFloat(Uint16Array.from(bytes, (byte) => byte << 8));
  return Float32Array.from(bytes, (byte) =>
    (byte & 0x7f) === 0x7f ? Number.NaN : smallFloat(byte, { exponentBits: 4, mantissaBits: 3, finite: true }),
  );
}

/** binary16 bits of numbers that E4M3 has -> its bytes. What it does not have becomes 0. */
export function halfToEightBit(bits: Uint16Array): Uint8Array {
  const result = new Uint8Array(bits.length);
  for (let i = 0; i < bits.length; i++) result[i] = EIGHT_BIT_OF_HALF[bits[i]!]!;
  return result;
}

interface Layout {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** The highest exponent holds ordinary numbers rather than infinity and NaN. */
  readonly finite?: boolean;
}

function smallFloat(bits: number, { exponentBits, mantissaBits, finite = false }: Layout): number {
  const exponentMax = 2 ** exponentBits - 1;
  const bias = (exponentMax - 1) / 2;
  const sign = (bits >>> (exponentBits + mantissaBits)) & 1 ? -1 : 1;
  const exponent = (bits >>> mantissaBits) & exponentMax;
  const fraction = (bits & (2 ** mantissaBits - 1)) / 2 ** mantissaBits;
  if (exponent === exponentMax && !finite) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

/** One float32 (as bits) to binary16 bits. */
function halfBits(x: number): number {
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) return sign | subnormalHalf(magnitude);
  // Rebias the exponent from 127 to 15, then round at bit 13; a carry runs into the exponent as it should.
  const rebiased = magnitude - (112 << 23);
  return sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13);
}

function subnormalHalf(magnitude: number): number {
  const shift = 126 - (magnitude >>> 23);
  if (shift > 25) return 0;
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const kept = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** The byte of E4M3 by the bits of the same number in binary16. */
const EIGHT_BIT_OF_HALF = new Uint8Array(2 ** 16);
{
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  for (const [code, half] of floatToHalf(eightBitToFloat(codes, 'E4M3')).entries()) EIGHT_BIT_OF_HALF[half] = code;
}
