import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** Formats that changed weights are written in. */
export type StorableDtype = 'F32' | 'F16' | 'BF16';

/**
 * The format in which a changed weight is kept: its own where that can be written, otherwise the smallest that holds
 * what it held. Throws `invalid` for whole numbers.
 */
export function storableDtype(dtype: WeightDtype, key: string): StorableDtype {
  switch (dtype) {
    case 'F32':
    case 'F64':
      return 'F32';
    case 'F16':
    case 'F8_E4M3':
    case 'F8_E5M2':
      return 'F16';
    case 'BF16':
      return 'BF16';
    default:
      throw failure('invalid', 'adapter.whole-numbers', { key: quote(key), dtype });
  }
}
