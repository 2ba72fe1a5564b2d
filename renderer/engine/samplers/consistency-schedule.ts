import type { PlanOptions } from '#renderer/engine/samplers/sampler.ts';
import { type SamplingSchedule, trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { failure } from '#shared/text/failure.ts';

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
    const asked = { sampler: name, limit: grid, given: steps };
    if (!isWithinStrength) throw failure('invalid', 'sampler.steps-with', asked);
    throw failure('invalid', 'sampler.steps-at-strength', { ...asked, strength: start.strength });
  }
  const stride = Math.floor(schedule.alphasCumprod.length / DISTILLED_STEPS);
  if (stride < 1) {
    throw failure('invalid', 'sampler.timesteps', { sampler: name, least: DISTILLED_STEPS });
  }
  const timesteps = Array.from({ length: steps }, (_, i) => (grid - Math.floor(i * (grid / steps))) * stride - 1);
  return { ...trainedSchedule(schedule, timesteps), isWithinStrength };
}
