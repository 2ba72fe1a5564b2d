import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';

/** Whether no number among stored ones is NaN or infinite; whole numbers never are. The buffer starts aligned. */
export function areFinite({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>, dtype: WeightDtype): boolean {
  switch (dtype) {
    case 'F64':
      return new Float64Array(buffer, byteOffset, length / 8).every(Number.isFinite);
    case 'F32':
      return noneHas(new Uint32Array(buffer, byteOffset, length / 4), 0x7f80_0000);
    case 'F16':
      return noneHas(new Uint16Array(buffer, byteOffset, length / 2), 0x7c00);
    case 'BF16':
      return noneHas(new Uint16Array(buffer, byteOffset, length / 2), 0x7f80);
    case 'F8_E5M2':
      return noneHas(new Uint8Array(buffer, byteOffset, length), 0x7c);
    case 'F8_E4M3':
      return noneHas(new Uint8Array(buffer, byteOffset, length), 0x7f);
    default:
      return true;
  }
}

/** All bits of the exponent are set in NaN and infinity; E4M3 has one pattern for NaN, and no infinity. */
function noneHas(numbers: Uint32Array | Uint16Array | Uint8Array, exponent: number): boolean {
  for (let i = 0; i < numbers.length; i++) if ((numbers[i]! & exponent) === exponent) return false;
  return true;
}
