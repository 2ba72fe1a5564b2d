import type { Progress } from '#bot/domain/job.ts';
import { type LossAt, withLoss } from '#bot/domain/loss-curve.ts';
import type { Preview, Step } from '#shared/contract/messages.ts';

/** What becomes known of a training's progress, event by event. */
export interface TrainingCourse {
  step(step: Step): Pick<Progress, 'losses' | 'stepMs' | 'isPaused'>;
  sample(preview: Preview): Pick<Progress, 'samples'>;
}

/** Samples that are kept beside the first. */
const NEWEST_MAX = 8;

/** A training that has said nothing yet. Steps without a loss are waits, and say nothing of its speed. */
export function trainingCourse(): TrainingCourse {
  let losses: readonly LossAt[] = [];
  let samples: readonly Preview[] = [];
  return {
    step({ step, stepMs, loss = 0, paused = false }) {
      if (loss === 0) return { isPaused: paused };
      losses = withLoss(losses, { step, loss });
      return { losses, stepMs, isPaused: false };
    },
    sample(preview) {
      const known = samples.filter(({ step }) => step !== preview.step);
      samples = [...known.slice(0, 1), ...known.slice(1).slice(1 - NEWEST_MAX), preview];
      return { samples };
    },
  };
}
