import type { Weighting } from '#renderer/engine/text/weighting.ts';
import type { Device, Prompt, Timings } from '#shared/rpc/messages.ts';

/** Which weights: a model's files and standing adapters', found by the catalog. Paths are absolute. */
export interface ModelChoice {
  readonly name: string;
  readonly files: ModelFiles;
  /** Merged into the weights, once. */
  readonly adapters: readonly AdapterFile[];
}

/** Where a model's parts lie. */
export interface ModelFiles {
  /** A diffusers folder, or a single-file checkpoint. */
  readonly checkpoint: string;
  /** Instead of the checkpoint's own VAE: a folder with config.json, or a single file. */
  readonly vae: string | null;
  /** Tiny decoder for previews: a folder or a file. Null = the checkpoint's own `taesd` or `vae_approx`, if it has one. */
  readonly taesd: string | null;
  /** Textual inversions, by the word that stands for them in prompts. */
  readonly embeddings: readonly EmbeddingFile[];
}

export interface EmbeddingFile {
  readonly name: string;
  readonly file: string;
}

/** A checkpoint with nothing beside it. */
export function modelFilesAt(checkpoint: string): ModelFiles {
  return { checkpoint, vae: null, taesd: null, embeddings: [] };
}

export interface AdapterFile {
  readonly name: string;
  readonly file: string;
  readonly weight: number;
}

/** A render request that has passed the door: every limit holds, every name is resolved. */
export interface ValidRender {
  readonly model: ModelChoice;
  readonly prompt: Prompt;
  readonly negative: Prompt;
  /** For the second text encoder (SDXL line), where it is told something else; null = the same. */
  readonly prompt2: Prompt | null;
  readonly negative2: Prompt | null;
  /** How weights in a prompt change what the text encoders say. */
  readonly weighting: Weighting;
  readonly sampler: string;
  readonly sigmas: 'default' | 'karras' | 'exponential';
  /** Null = the sampler's own. */
  readonly eta: number | null;
  readonly steps: number;
  readonly guidance: number;
  /** 0 = off; 1 = the guided output has the spread of the unguided one. */
  readonly guidanceRescale: number;
  readonly width: number;
  readonly height: number;
  /** Of the first picture; picture i has (seed + i) mod 2^32. */
  readonly seed: number;
  readonly count: number;
  readonly clipSkip: number;
  readonly told: Told;
  readonly source: Source | null;
  readonly hires: Hires | null;
  readonly refiner: Refiner | null;
  /** LoRAs of this render alone, added at run time: another render with the same model may have others. */
  readonly styleLoras: readonly AdapterFile[];
  readonly previews: { readonly everySteps: number; readonly maxSide: number } | null;
  /** The prompts as typed, for the picture's metadata. */
  readonly parameters: { readonly prompt: string; readonly negative: string };
}

/** What networks of the SDXL line are told about the picture besides words. Others do not listen. */
export interface Told {
  /** Pixels of the picture that it is said to be cut from; null = the render's own size. */
  readonly original: { readonly width: number; readonly height: number } | null;
  /** Where it is said to be cut, in pixels. */
  readonly crop: { readonly left: number; readonly top: number };
  /** Scores 0 … 10 for the prompt and the negative prompt; refiners only. */
  readonly aesthetic: { readonly prompt: number; readonly negative: number };
}

/** The picture that a render starts from. */
export interface Source {
  /** PNG, JPEG or WebP. Scaled and cut to the render's size less the margins, its middle kept. */
  readonly image: Uint8Array;
  /** 0 … 1: the share of the steps that is taken; 1 keeps the least of the picture. */
  readonly strength: number;
  /** PNG, JPEG or WebP, treated like the image: white is drawn anew, black is kept. Null = all is drawn anew. */
  readonly mask: Uint8Array | null;
  /** Pixels to be drawn round the image (outpainting), inside the render's size. */
  readonly margins: Margins | null;
  /** How much models that edit by instruction keep to the image; others do not listen. */
  readonly imageGuidance: number;
}

export interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A second pass at a larger size, from the result of the first. */
export interface Hires {
  /** Of the finished picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** 0 … 1: the share of those steps that is taken. */
  readonly strength: number;
  /** What is enlarged: the latents (bilinear), or the decoded picture (Lanczos). */
  readonly by: 'latent' | 'pixels';
}

/** A second model for the last steps. */
export interface Refiner {
  readonly model: ModelChoice;
  /** 0 … 1: the share of the noise that the first model takes away. */
  readonly highNoiseFraction: number;
}

/** What a render says, in this order: started, (step | preview)*, picture × count, finished. */
export type EngineEvent =
  | { readonly kind: 'started'; readonly steps: number; readonly loadMs: number }
  | { readonly kind: 'step'; readonly step: number; readonly steps: number; readonly stepMs: number }
  | {
      readonly kind: 'preview';
      readonly step: number;
      readonly data: Uint8Array;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'picture'; readonly index: number; readonly seed: number; readonly data: Uint8Array }
  | { readonly kind: 'finished'; readonly timings: EngineTimings };

/** Without the parts that only the service knows. */
export type EngineTimings = Omit<Timings, 'queuedMs' | 'totalMs'>;

/** What is loaded, for Watch and for dispatch by residency. */
export interface Resident {
  readonly model: string;
  readonly adapters: readonly { readonly name: string; readonly weight: number }[];
  /** Running mean of a step for one picture of the default size; 0 = not measured yet. */
  readonly stepMs: number;
}

export interface EngineState {
  /** Which provider, and why that one. Null while the engine is starting, also after it died. */
  readonly device: Device | null;
  readonly resident: readonly Resident[];
  /** Of the process that the engine runs in. */
  readonly memoryMib: number;
  /** 1 after the first start; more means that it died. */
  readonly starts: number;
}

/**
 * The thing that draws. Two implementations: in this process (command line, tests) and in a child process that can be
 * killed (the renderer); one contract suite runs on both. Failures are `Failure`; `unavailable` = the engine died.
 */
export interface Engine {
  /** Resolves when the engine can take work. */
  readonly ready: Promise<Device>;
  /** Loads what a render of this choice needs; nothing when it is there. */
  load(choice: ModelChoice, signal: AbortSignal): Promise<void>;
  /** Several may run at once; their steps share calls where shapes allow. Aborting stops within one step. */
  render(render: ValidRender, signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined>;
  readonly state: EngineState;
  /** The state at once and after every change; a slow reader gets the newest only. */
  changes(signal: AbortSignal): AsyncGenerator<EngineState, void, undefined>;
  /** Ends what is open with `unavailable` and frees everything. */
  close(): Promise<void>;
}

/** What an engine is told once, at its start. Plain data: it travels to a child process. */
export interface EngineSettings {
  /** What computes; auto = the best that works here. */
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  /** CPU threads; 0 = as many as there are cores. */
  readonly threads: number;
  /**
   * How the CPU has its weights: `mapped` from their files (when left out), `prepacked` in memory as its products want
   * them, or `int8`: mapped, with the matrices of the transformers as 8-bit integers, which is no longer exact. With the
   * last two the kernels of the UNet's tiled convolutions are made once and kept in a file.
   */
  readonly cpuWeights?: 'mapped' | 'prepacked' | 'int8';
  /** Models kept loaded; the one used longest ago goes first. */
  readonly residentModels: number;
  /** What they may take together, in MiB; 0 or left out = any amount. */
  readonly memoryMib?: number;
  /** Samples that one call of the network takes at most. */
  readonly batchRows: number;
  /** Where weights merged with adapters are kept. */
  readonly cacheFolder: string;
}
