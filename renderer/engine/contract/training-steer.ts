import { createLiveValue, type LiveValue } from '#shared/async/live-value.ts';

/** What a training is told while it runs. */
export interface TrainingSteer {
  /** Ends it after the step that runs, with the best of what there is. */
  readonly enough: AbortSignal;
  /** Holds it between two steps for as long as it is true. */
  readonly paused: Pick<LiveValue<boolean>, 'now' | 'changes'>;
}

/** A training by whoever steers it. */
export interface SteeredTraining {
  readonly steer: TrainingSteer;
  end(): void;
  pause(isPaused: boolean): void;
}

/** A training that is told nothing yet, or is held. One that is held and told to end goes on so far as to end. */
export function createTrainingSteer(isPaused = false): SteeredTraining {
  const enough = new AbortController();
  const paused = createLiveValue(isPaused);
  return {
    steer: { enough: enough.signal, paused },
    end() {
      enough.abort();
      paused.set(false);
    },
    pause: (isPaused) => paused.set(isPaused && !enough.signal.aborted),
  };
}
