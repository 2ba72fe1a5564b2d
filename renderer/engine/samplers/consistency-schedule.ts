import type { WayOptions } from '#renderer/engine/samplers/sampler.ts';
import { type SamplingSchedule, trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { failure } from '#shared/text/failure.ts';

/** The steps of the DDIM grid that consistency models are distilled on, where their files say nothing. */
export const DISTILLED_STEPS = 50;

/**
 * Evenly spaced picks, from the top, out of the distilled grid, which for 50 steps is 19, 39, … 999, or out of the
 * share of it that `start.within` leaves. Ignores the file's spacing and offset. Throws `invalid` for more steps than
 * the grid has.
 */
export function consistencySchedule(name: string, options: WayOptions): SamplingSchedule {
  const { schedule, steps, start, part } = options;
  const { distilledSteps } = schedule;
  const isWithinStrength = start?.within === true && part?.from === undefined;
  const grid = isWithinStrength ? Math.trunc(distilledSteps * start.strength) : distilledSteps;
  if (!Number.isInteger(steps) || steps < 1 || steps > grid) {
    const asked = { sampler: name, limit: grid, given: steps };
    if (!isWithinStrength) throw failure('invalid', 'sampler.steps-with', asked);
    throw failure('invalid', 'sampler.steps-at-strength', { ...asked, strength: start.strength });
  }
  const stride = Math.floor(schedule.alphasCumprod.length / distilledSteps);
  if (stride < 1) {
    throw failure('invalid', 'sampler.timesteps', { sampler: name, least: distilledSteps });
  }
  const timesteps = Array.from({ length: steps }, (_, i) => (grid - Math.floor(i * (grid / steps))) * stride - 1);
  return { ...trainedSchedule(schedule, timesteps), isWithinStrength };
}
