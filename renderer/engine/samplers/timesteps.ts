import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { TimestepSpacing } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

/** What was asked for; if nothing, what the model's file asks for; if it is silent, the sampler's own. */
export interface SpacingWish {
  readonly steps: number;
  readonly spacing?: TimestepSpacing | undefined;
  readonly fallback: TimestepSpacing;
}

/** Which of the three it is. */
export function spacingOf(schedule: NoiseSchedule, { spacing, fallback }: Omit<SpacingWish, 'steps'>): TimestepSpacing {
  return spacing ?? schedule.timestepSpacing ?? fallback;
}

/** n descending timesteps as diffusers' DDIM and Euler classes place them. Not rounded for linspace: DDIM rounds. */
export function spacedTimesteps(schedule: NoiseSchedule, wish: SpacingWish): number[] {
  const { steps } = wish;
  const count = trainingSteps(schedule, steps);
  switch (spacingOf(schedule, wish)) {
    case 'linspace':
      return linspace(count - 1, steps).reverse();
    case 'leading':
      return leading(schedule, { points: steps, steps, clip: 0 });
    case 'trailing':
      return trailing(count, { steps, clip: 0 });
  }
}

/**
 * n descending timesteps as diffusers' multistep solvers place them: n + 1 points without the lowest. `clip`: so many
 * of the highest timesteps are left out; trailing ones are then fewer.
 */
export function multistepTimesteps(schedule: NoiseSchedule, wish: SpacingWish & { readonly clip?: number }): number[] {
  const { steps, clip = 0 } = wish;
  const count = trainingSteps(schedule, steps);
  switch (spacingOf(schedule, wish)) {
    case 'linspace':
      return linspace(count - 1 - clip, steps + 1)
        .map(roundHalfToEven)
        .reverse()
        .slice(0, -1);
    case 'leading':
      return leading(schedule, { points: steps + 1, steps, clip });
    case 'trailing':
      return trailing(count, { steps, clip });
  }
}

/** Rounding as numpy does it: 0.5 -> 0, 1.5 -> 2. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function trainingSteps(schedule: NoiseSchedule, steps: number): number {
  const count = schedule.alphasCumprod.length;
  if (!Number.isInteger(steps) || steps < 1 || steps > count) {
    throw failure('invalid', 'sampler.steps', { limit: count, given: steps });
  }
  return count;
}

function linspace(to: number, points: number): number[] {
  const step = points > 1 ? to / (points - 1) : 0;
  return Array.from({ length: points }, (_, i) => (i === points - 1 && i > 0 ? to : i * step));
}

function leading(
  schedule: NoiseSchedule,
  { points, steps, clip }: { points: number; steps: number; clip: number },
): number[] {
  const count = schedule.alphasCumprod.length;
  const ratio = Math.floor((count - clip) / points);
  const timesteps = Array.from({ length: points }, (_, i) => i * ratio + schedule.stepsOffset)
    .reverse()
    .slice(0, steps);
  if (timesteps[0]! >= count) {
    throw failure('invalid', 'sampler.offset', { steps, offset: schedule.stepsOffset });
  }
  return timesteps;
}

function trailing(count: number, { steps, clip }: { steps: number; clip: number }): number[] {
  const top = count - clip;
  // numpy's arange adds multiples of the difference of its first two elements; halves round by its last bits.
  const step = top - count / steps - top;
  const length = clip === 0 ? steps : Math.ceil(top / (count / steps));
  return Array.from({ length }, (_, i) => roundHalfToEven(top + i * step) - 1);
}
