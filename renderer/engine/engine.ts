import type { Device, Prompt, Timings } from '#shared/rpc/messages.ts';

/** Which weights: a model's folder and standing adapters' files, found by the catalog. Paths are absolute. */
export interface ModelChoice {
  readonly name: string;
  readonly folder: string;
  readonly adapters: readonly AdapterFile[];
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
  readonly sampler: string;
  readonly karras: boolean;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  /** Of the first picture; picture i has (seed + i) mod 2^32. */
  readonly seed: number;
  readonly count: number;
  readonly clipSkip: number;
  readonly previews: { readonly everySteps: number; readonly maxSide: number } | null;
  /** The prompts as typed, for the picture's metadata. */
  readonly parameters: { readonly prompt: string; readonly negative: string };
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
  /** Models kept loaded; the one used longest ago goes first. */
  readonly residentModels: number;
  /** Samples that one call of the network takes at most. */
  readonly batchRows: number;
  /** Where weights merged with adapters are kept. */
  readonly cacheFolder: string;
}
