import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { MatrixUnit } from '#test/bench/gpu/matrix-plan.ts';
import { runProgram } from '#test/bench/gpu/run-program.ts';

const CHILD = new URL('attention-kernels-child.ts', import.meta.url);
const LIMIT_MS = 60_000;

/** Has ONNX Runtime print which kernel each attention ran; read when a session is made. Only CUDA's provider does. */
export const KERNELS_TOLD = { ORT_ENABLE_ATTENTION_KERNEL_DEBUG_INFO: '1' } as const;

/** What attention-kernels-child.ts is told. */
export interface KernelsOrder {
  /** Of a unit of the plans, and of one of its ways. */
  readonly name: string;
  readonly lora: MatrixUnit['lora'];
  readonly way: string;
  readonly rows: number;
  readonly options: NetworkOptions;
  /** Where random weights are written. */
  readonly folder: string;
}

/**
 * Which attention kernels ran in one call, such as CUDNN_FLASH_ATTENTION: one that is asked for and cannot be had is
 * replaced in silence. Found in a process of its own, as printing would slow down what is measured.
 */
export async function attentionKernels(order: KernelsOrder, limitMs: number): Promise<readonly string[]> {
  const options = { env: KERNELS_TOLD, limitMs: Math.min(limitMs, LIMIT_MS) };
  return kernelsIn(await runProgram(CHILD, [JSON.stringify(order)], options));
}

/** Each once, of what such a process printed. */
export function kernelsIn(printed: string): readonly string[] {
  const kernels = [...printed.matchAll(/SdpaKernel=([A-Z_]+)/g)].map(([, kernel]) => kernel!);
  return [...new Set(kernels)];
}
