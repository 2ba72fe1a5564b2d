import type { CallReport } from '#renderer/engine/residency/step-batcher.ts';

/** How fast a model's steps are, as a running mean. */
export interface StepSpeed {
  report(call: CallReport): void;
  /** For one picture of the model's own size; 0 = not measured yet. */
  readonly stepMs: number;
}

/** How much a new measurement counts. The first calls of a session are slow, so old ones must fade. */
const SHARE = 0.2;

/** Counts a call of other sizes or several pictures by its latents' area. `area` is that of the model's own size. */
export function createStepSpeed(area: number): StepSpeed {
  let stepMs = 0;
  return {
    get stepMs() {
      return stepMs;
    },
    report(call) {
      const ms = (call.ms / call.pictures) * (area / call.area);
      stepMs = stepMs === 0 ? ms : (1 - SHARE) * stepMs + SHARE * ms;
    },
  };
}
