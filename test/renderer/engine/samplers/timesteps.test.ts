import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import {
  multistepTimesteps,
  roundHalfToEven,
  spacedTimesteps,
  spacingOf,
} from '#renderer/engine/samplers/timesteps.ts';

function schedule(spacing: string | null, offset = 0) {
  return parseNoiseSchedule({ timestep_spacing: spacing, steps_offset: offset });
}

describe('spacedTimesteps', () => {
  it.each([
    ['leading', 1, 5, [801, 601, 401, 201, 1]],
    ['leading', 1, 10, [901, 801, 701, 601, 501, 401, 301, 201, 101, 1]],
    ['leading', 0, 3, [666, 333, 0]],
    ['linspace', 0, 4, [999, 666, 333, 0]],
    ['linspace', 0, 1, [0]],
    ['trailing', 0, 4, [999, 749, 499, 249]],
    ['trailing', 0, 3, [999, 666, 332]],
    // Halves, where the last bit of numpy's step decides.
    ['trailing', 0, 16, [999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124, 61]],
  ])('places %s timesteps with offset %i in %i steps', (spacing, offset, steps, expected) => {
    const timesteps = spacedTimesteps(schedule(spacing, offset), { steps, fallback: 'linspace' });
    expect(timesteps.map(roundHalfToEven)).toEqual(expected);
  });

  it('uses the spacing of the sampler when the file is silent', () => {
    const ask = (fallback: 'leading' | 'trailing') => spacedTimesteps(schedule(null), { steps: 2, fallback });
    expect(ask('leading')).toEqual([500, 0]);
    expect(ask('trailing')).toEqual([999, 499]);
  });

  it.each([0, 1001, 2.5, Number.NaN])('refuses %d steps', (steps) => {
    expect(() => spacedTimesteps(schedule('trailing'), { steps, fallback: 'linspace' })).toThrow(
      `Cannot sample: steps must be a whole number from 1 to 1000, given ${steps}`,
    );
  });

  it('refuses an offset that leads past the last training step', () => {
    expect(() => spacedTimesteps(schedule('leading', 1), { steps: 1000, fallback: 'linspace' })).toThrow(
      'Cannot sample: 1000 steps with steps_offset 1 pass the end',
    );
  });
});

describe('multistepTimesteps', () => {
  it.each([
    ['leading', 1, 10, [901, 811, 721, 631, 541, 451, 361, 271, 181, 91]],
    ['linspace', 0, 4, [999, 749, 500, 250]],
    ['trailing', 0, 4, [999, 749, 499, 249]],
  ])('places %s timesteps with offset %i in %i steps', (spacing, offset, steps, expected) => {
    expect(multistepTimesteps(schedule(spacing, offset), { steps, fallback: 'linspace' })).toEqual(expected);
  });
});

describe('spacingOf', () => {
  it('takes what was asked for before the file, and the file before the habit of the sampler', () => {
    expect(spacingOf(schedule('leading'), { spacing: 'trailing', fallback: 'linspace' })).toBe('trailing');
    expect(spacingOf(schedule('leading'), { fallback: 'linspace' })).toBe('leading');
    expect(spacingOf(schedule(null), { fallback: 'linspace' })).toBe('linspace');
  });
});

describe('roundHalfToEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [2.4999, 2],
    [2.51, 3],
    [7, 7],
  ])('rounds %d to %d', (value, expected) => {
    expect(roundHalfToEven(value)).toBe(expected);
  });
});
