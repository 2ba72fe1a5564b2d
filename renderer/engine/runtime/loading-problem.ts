import { dirname, join } from 'node:path';
import { CUDA_LINKED, CUDA_PROVIDER, PROVIDER_BRIDGE } from '#renderer/engine/runtime/cuda-files.ts';
import type { OrtLibrary } from '#renderer/engine/runtime/ort-library.ts';

/**
 * Why ONNX Runtime's part for CUDA could not be loaded, in the dynamic linker's words, which the library itself keeps to
 * its own log: its files are tried one by one. Null where each of them can be loaded. `library` is the file of ONNX
 * Runtime, beside which its part lies.
 */
export function loadingProblem({ load }: Pick<OrtLibrary, 'load'>, library: string): string | null {
  const beside = (name: string) => join(dirname(library), name);
  // That part comes last: alone it must not be loaded before ONNX Runtime has tried to.
  for (const file of [beside(PROVIDER_BRIDGE), ...CUDA_LINKED, beside(CUDA_PROVIDER)]) {
    try {
      load(file);
    } catch (thrown) {
      return (thrown as Error).message;
    }
  }
  return null;
}
