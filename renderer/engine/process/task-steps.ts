import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import type { LoneNeed, NetworkUse } from '#renderer/engine/residency/model-loader.ts';

/** Counts the steps of a task that looks at a picture, and adds up what they and the loading before them take. */
export interface TaskSteps {
  /** A network, once it is loaded. Who has it gives it back. */
  network<Network>(need: LoneNeed<Network>): Promise<NetworkUse<Network>>;
  /** Emits that the first step comes. */
  start(): void;
  /** Emits that one more was taken. */
  step(): void;
  /** Counts what was done since as part of the steps, without a step of its own. */
  work(): void;
  /** What `finished` says of them. */
  timings(): { readonly loadMs: number; readonly denoiseMs: number; readonly unetCalls: number };
}

/** Of a run whose stages `lap` measures; `steps` is the most that there can be. */
export function createTaskSteps(
  { loader, emit, signal }: UpscaleRun,
  { lap, steps }: { readonly lap: () => number; readonly steps: number },
): TaskSteps {
  let [done, loadMs, denoiseMs] = [0, 0, 0];
  const work = () => {
    const ms = lap();
    denoiseMs += ms;
    return ms;
  };
  return {
    async network(need) {
      const lease = await loader.acquireNetwork(need, signal);
      const waitedMs = lap();
      if (lease.waited) loadMs += waitedMs;
      return lease;
    },
    start: () => emit({ kind: 'started', steps, loadMs }),
    step: () => emit({ kind: 'step', stepMs: work(), step: ++done, steps }),
    work: () => void work(),
    timings: () => ({ loadMs, denoiseMs, unetCalls: done }),
  };
}
