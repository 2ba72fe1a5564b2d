import { expect, it } from 'vitest';
import { missingLibrary } from '#renderer/engine/runtime/missing-library.ts';

it.each([
  [
    'Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file or directory',
    'libcublasLt.so.12',
  ],
  [
    'Could not load library libcudnn_cnn_infer.so.8. Please make sure it is in your library path!',
    'libcudnn_cnn_infer.so.8',
  ],
  ['Unable to load any of {libcudnn_ops.so.9.8.0, libcudnn_ops.so.9}', 'libcudnn_ops.so.9.8.0'],
  [
    "Failed to load library libonnxruntime_providers_cuda.so with error: /lib/libc.so.6: version `GLIBC_2.38' not found",
    null,
  ],
  ['CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version', null],
])('finds the file that is missing: %s', (text, library) => {
  expect(missingLibrary(text)).toBe(library);
});
