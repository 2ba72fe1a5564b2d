import { CUDA_LIBRARIES } from '#renderer/engine/runtime/cuda-files.ts';
import type { OrtLibrary } from '#renderer/engine/runtime/ort-library.ts';

/** cudaDevAttrComputeCapabilityMajor. */
const MAJOR = 75;

/** The major number of the first card's compute capability; null where its runtime does not say. */
export function cudaMajor(ort: OrtLibrary): number | null {
  try {
    const [runtime] = CUDA_LIBRARIES;
    const ask = ort.foreign(runtime!, 'int cudaDeviceGetAttribute(_Out_ int* value, int attribute, int device)');
    const value: [number | null] = [null];
    return ask(value, MAJOR, 0) === 0 ? value[0] : null;
  } catch {
    return null; // no such library
  }
}
