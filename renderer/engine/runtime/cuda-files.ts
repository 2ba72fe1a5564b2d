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
