/** Libraries of CUDA 13 and cuDNN 9, each after those that it needs. */
export const CUDA_LIBRARIES: readonly string[] = [
  'libcudart.so.13',
  'libcublasLt.so.13',
  'libcublas.so.13',
  'libnvrtc-builtins.so.13.5',
  'libnvrtc.so.13',
  'libcurand.so.10',
  'libcudnn_graph.so.9',
  'libcudnn_ops.so.9',
  'libcudnn_cnn.so.9',
  'libcudnn_adv.so.9',
  'libcudnn_ext.so.9',
  'libcudnn_heuristic.so.9',
  'libcudnn_engines_precompiled.so.9',
  'libcudnn_engines_runtime_compiled.so.9',
  'libcudnn_engines_tensor_ir.so.9',
  'libcudnn.so.9',
];

/** ONNX Runtime's part for CUDA, which must lie beside its library. */
export const CUDA_PROVIDER = 'libonnxruntime_providers_cuda.so';

/** What ONNX Runtime needs to load that part, and has beside it. */
export const PROVIDER_BRIDGE = 'libonnxruntime_providers_shared.so';

/** What that part is linked to, the driver's own last. */
export const CUDA_LINKED: readonly string[] = [
  'libcudart.so.13',
  'libcublasLt.so.13',
  'libcublas.so.13',
  'libcurand.so.10',
  'libcuda.so.1',
];

/** Those of the libraries that are looked for by these very names; each of them knows the others that it needs. */
export const CUDA_ENTRIES: readonly string[] = [
  'libcudart.so.13',
  'libcublasLt.so.13',
  'libcublas.so.13',
  'libnvrtc.so.13',
  'libcurand.so.10',
  'libcudnn.so.9',
];

/** Whether the files of `npm run gpu:install` are published for a machine. */
export function isCudaMachine({ platform, arch }: Readonly<Record<'platform' | 'arch', string>>): boolean {
  return platform === 'linux' && arch === 'x64';
}
