import type { CudaWishes } from '#renderer/engine/runtime/open-graph.ts';

/** ONNX Runtime's bits of `sdpa_kernel` (AttentionBackend in attention_common.h). What is not among them is not tried. */
const ATTENTION_BITS = { flash: 1, 'memory-efficient': 2, cudnn: 8 } as const;

/** Names and values for `UpdateCUDAProviderOptions`. */
export function cudaOptions({ nhwc, fuseConvBias, attention, exactMemory }: CudaWishes): readonly [string, string][] {
  return [
    ...(nhwc ? [['prefer_nhwc', '1'] as [string, string]] : []),
    ...(fuseConvBias ? [['fuse_conv_bias', '1'] as [string, string]] : []),
    ...(exactMemory ? [['arena_extend_strategy', 'kSameAsRequested'] as [string, string]] : []),
    ...(attention ? [['sdpa_kernel', String(ATTENTION_BITS[attention])] as [string, string]] : []),
  ];
}
