import type { PlanOptions } from '#renderer/engine/samplers/sampler.ts';
import { type SamplingSchedule, trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { Failure } from '#shared/failure.ts';

/** The steps of the DDIM grid that consistency models are distilled on. */
export const DISTILLED_STEPS = 50;

/**
 * Evenly spaced picks, from the top, out of the distilled grid 19, 39, … 999, or out of the share of it that
 * `start.within` leaves. Ignores the file's spacing and offset. Throws `invalid` for more steps than the grid has.
 */
export function consistencySchedule(name: string, { schedule, steps, start, part }: PlanOptions): SamplingSchedule {
  const isWithinStrength = start?.within === true && part?.from === undefined;
  const grid = isWithinStrength ? Math.trunc(DISTILLED_STEPS * start.strength) : DISTILLED_STEPS;
  if (!Number.isInteger(steps) || steps < 1 || steps > grid) {
    const limit = isWithinStrength ? `${grid} at strength ${start.strength}` : grid;
    throw new Failure(
      'invalid',
      `Cannot sample with ${name}: steps must be a whole number from 1 to ${limit}, given ${steps}`,
    );
  }
  const stride = Math.floor(schedule.alphasCumprod.length / DISTILLED_STEPS);
  if (stride < 1) {
    throw new Failure(
      'invalid',
      `Cannot sample with ${name}: the model must have ${DISTILLED_STEPS} training timesteps or more`,
    );
  }
  const timesteps = Array.from({ length: steps }, (_, i) => (grid - Math.floor(i * (grid / steps))) * stride - 1);
  return { ...trainedSchedule(schedule, timesteps), isWithinStrength };
}
