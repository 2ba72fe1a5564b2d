import type { Provider } from '#shared/contract/bounds.ts';
import { KERNELS_TOLD, kernelsIn } from '#test/bench/gpu/attention-kernels.ts';
import { lastObject, runProgram } from '#test/bench/gpu/run-program.ts';
import { leadingCase } from '#test/bench/gpu/unet-steps.ts';
import { writtenUNet } from '#test/bench/gpu/written-weights.ts';

const CHILD = new URL('cold-start-child.ts', import.meta.url);
const LIMIT_MS = 120_000;

/** How long a process takes until its first step of a UNet is computed; milliseconds. */
export interface ColdStart {
  /** Until its program is loaded. */
  readonly processMs: number;
  /** Until it is known that the provider computes here. */
  readonly providerMs: number;
  /** Until the network is described and opened, its weights on the device. */
  readonly openMs: number;
  readonly firstStepMs: number;
  /** From its start to its end, as another process sees it. */
  readonly totalMs: number;
  /** What ONNX Runtime says that computed attention, as CUDNN_FLASH_ATTENTION; only CUDA's provider says. */
  readonly attentionKernels: readonly string[];
}

/**
 * Starts a process that has done nothing yet, with random weights in `folder` (written where they are not there). It
 * also says on its output which attention kernels ran.
 */
export async function measureColdStart(
  provider: Provider,
  { folder, size, limitMs }: { readonly folder: string; readonly size: 'full' | 'quick'; readonly limitMs: number },
): Promise<ColdStart> {
  const options = { env: KERNELS_TOLD, limitMs: Math.min(limitMs, LIMIT_MS) };
  // Nobody waits for that but this check.
  await writtenUNet(folder, leadingCase(size));
  const began = performance.now();
  const printed = await runProgram(CHILD, [provider, folder, size], options);
  return { ...readColdStart(printed), totalMs: performance.now() - began };
}

/** What such a process printed. */
export function readColdStart(printed: string): Omit<ColdStart, 'totalMs'> {
  return { ...(lastObject(printed) as ColdStart), attentionKernels: kernelsIn(printed) };
}

/** For the operator. */
export function coldStartSentence({ attentionKernels: kernels, totalMs, ...parts }: ColdStart): string {
  const { processMs, providerMs, openMs, firstStepMs } = parts;
  const [process, chosen, open, first] = [processMs, providerMs, openMs, firstStepMs].map(Math.round);
  const attention = kernels.length > 0 ? `; attention by ${kernels.join(', ')}` : '';
  const taken = `program ${process}, provider ${chosen}, open ${open}, step ${first}`;
  return `Cold start to the first step: ${Math.round(totalMs)} ms (${taken})${attention}`;
}
