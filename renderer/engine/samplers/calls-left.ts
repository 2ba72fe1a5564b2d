import type { PlanOptions } from '#renderer/engine/samplers/sampler.ts';
import type { SamplingSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { roundHalfToEven } from '#renderer/engine/samplers/timesteps.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Which calls of a schedule a run makes, as indices first … end - 1: all from noise; the last ones from a picture
 * (diffusers' get_timesteps); those above or below a fraction of training for a base model and its refiner
 * (denoising_end, denoising_start). Throws `invalid` when none is left.
 */
export function callsLeft(
  sampling: SamplingSchedule,
  options: PlanOptions,
): { readonly first: number; readonly end: number } {
  const { steps, start, part } = options;
  refuseImpossible(options);
  const first = part?.from === undefined ? startIndex(sampling, options) : handoverIndex(sampling, options, part.from);
  const rest = sampling.timesteps.slice(first);
  const cutoff = part?.to === undefined ? Number.NEGATIVE_INFINITY : cutoffOf(options, part.to);
  const end = first + rest.filter((t) => t >= cutoff).length;
  if (end > first) return { first, end };
  const { from = 0, to = 1 } = part ?? {};
  if (part) throw failure('invalid', 'sampler.no-step-of-part', { from, to, steps });
  throw failure('invalid', 'sampler.no-step', { strength: start?.strength ?? 1, steps });
}

function startIndex(sampling: SamplingSchedule, { steps, start }: PlanOptions): number {
  if (!start || sampling.isWithinStrength) return 0;
  const left = Math.min(Math.trunc(steps * start.strength), steps);
  return (steps - left) * (sampling.callsPerStep ?? 1);
}

/** An even rest would begin with the second call of a step. */
function handoverIndex(sampling: SamplingSchedule, options: PlanOptions, from: number): number {
  const cutoff = cutoffOf(options, from);
  const below = sampling.timesteps.filter((t) => t < cutoff).length;
  const left = sampling.callsPerStep === 2 && below % 2 === 0 && below > 0 ? below + 1 : below;
  return sampling.timesteps.length - left;
}

function cutoffOf({ schedule }: PlanOptions, fraction: number): number {
  const count = schedule.alphasCumprod.length;
  return roundHalfToEven(count - fraction * count);
}

function refuseImpossible({ start, part }: PlanOptions): void {
  const { from, to } = part ?? {};
  for (const [name, value] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (value !== undefined && !(value > 0 && value < 1)) {
      throw failure('invalid', 'sampler.part-edge', { edge: name, given: value });
    }
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw failure('invalid', 'sampler.part-order', { from, to });
  }
  if (from !== undefined && !start) {
    throw failure('invalid', 'sampler.part-start');
  }
  if (start && !(start.strength >= 0 && start.strength <= 1)) {
    throw failure('invalid', 'sampler.strength', { given: start.strength });
  }
}
