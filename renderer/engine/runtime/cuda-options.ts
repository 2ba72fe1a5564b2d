import type { CudaWishes } from '#renderer/engine/runtime/open-graph.ts';

/**
 * ONNX Runtime's bits of `sdpa_kernel` (AttentionBackend in attention_common.h). What is not among them is not tried;
 * cuDNN's comes before the others where it is allowed, as it is not by itself.
 */
const ATTENTION_BITS = { flash: 1, 'memory-efficient': 2, cudnn: 8, 'cudnn-first': 1 + 2 + 8 } as const;

/** Compute capability 9: Hopper, on which cuDNN's attention is faster than the flash attention made for Ampere. */
const HOPPER = 9;

/** The attention of a card by the major number of its compute capability; ONNX Runtime's own choice where left out. */
export function usualAttention(major: number | null): Pick<CudaWishes, 'attention'> {
  return major === HOPPER ? { attention: 'cudnn-first' } : {};
}

/** Names and values for `UpdateCUDAProviderOptions`. */
export function cudaOptions({ nhwc, fuseConvBias, attention, exactMemory }: CudaWishes): readonly [string, string][] {
  return [
    ...(nhwc ? [['prefer_nhwc', '1'] as [string, string]] : []),
    ...(fuseConvBias ? [['fuse_conv_bias', '1'] as [string, string]] : []),
    ...(exactMemory ? [['arena_extend_strategy', 'kSameAsRequested'] as [string, string]] : []),
    ...(attention ? [['sdpa_kernel', String(ATTENTION_BITS[attention])] as [string, string]] : []),
  ];
}
