import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import type { AdapterUse, Device } from '#shared/contract/messages.ts';

/** What is loaded, for Watch and for dispatch by residency. */
export interface Resident {
  readonly model: string;
  readonly adapters: readonly AdapterUse[];
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
  /**
   * Several may run at once; their steps share calls where shapes allow. Aborting stops within one step. `jobId` is for
   * the log; `steer` for trainings.
   */
  render(
    task: ValidTask,
    signal: AbortSignal,
    jobId?: string,
    steer?: TrainingSteer,
  ): AsyncGenerator<EngineEvent, void, undefined>;
  readonly state: EngineState;
  /** The state at once and after every change; a slow reader gets the newest only. */
  changes(signal: AbortSignal): AsyncGenerator<EngineState, void, undefined>;
  /** Ends what is open with `unavailable` and frees everything. */
  close(): Promise<void>;
}
