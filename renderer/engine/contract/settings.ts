import type { CpuWeights, GpuWeights, Provider } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

/** A provider that is not to be tried now, with why. */
export interface SetAside {
  readonly provider: Provider;
  readonly reason: Message;
}

/** What an engine is told once, at its start. Plain data: it travels to a child process. */
export interface EngineSettings {
  /** What computes; auto = the best that works here. */
  readonly provider: Provider | 'auto';
  /** With `auto`, those that broke the engine lately; none when left out. */
  readonly setAside?: readonly SetAside[];
  /** CPU threads; 0 = as many as there are cores. */
  readonly threads: number;
  /**
   * How the CPU has its weights: `mapped` from their files (when left out), `prepacked` in memory as its products want
   * them, or `int8`: mapped, with the matrices of the transformers as 8-bit integers, which is no longer exact. With the
   * last two the kernels of the UNet's tiled convolutions are made once and kept in a file.
   */
  readonly cpuWeights?: CpuWeights;
  /**
   * How a GPU has the weights of UNets: as `stored` (when left out), or the matrices of transformers in 8 bits, which take
   * half of what half precision does and are no longer exact: `int8` (CUDA, WebGPU) or `fp8` (CUDA). Where nothing widens
   * those, they stay as they are stored.
   */
  readonly gpuWeights?: GpuWeights;
  /** Ratios of sides that a GPU also gets ready for when a model is loaded ahead; none when left out. */
  readonly warmRatios?: readonly { readonly width: number; readonly height: number }[];
  /** Networks of one kind kept loaded, so many models where they share nothing; what was used longest ago goes first. */
  readonly residentModels: number;
  /** What they may take together, in MiB; 0 or left out = any amount. */
  readonly memoryMib?: number;
  /** Samples that one call of the network takes at most. */
  readonly batchRows: number;
  /** Folder or file of the network that looks at every finished picture; null or left out = none does. */
  readonly safetyChecker?: string | null;
  /** How sure open_nsfw.onnx may be that a picture is pornographic which is shown, in percent; null = as usual. */
  readonly safetyPercent?: number | null;
  /** Whether what is drawn gets an invisible mark that says so; left out = no. */
  readonly watermark?: boolean;
  /** Where weights merged with adapters are kept. */
  readonly cacheFolder: string;
}
