import { describe, expect, it } from 'vitest';
import { consistencySchedule } from '#renderer/engine/samplers/consistency-schedule.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

const original = tensor([1]);

function sampling(steps: number, more: { config?: object; strength?: number } = {}) {
  return consistencySchedule('lcm', {
    schedule: parseNoiseSchedule({ ...BASE_L, ...more.config }),
    steps,
    sigmas: 'default',
    ...(more.strength === undefined ? {} : { start: { original, strength: more.strength, within: true } }),
  });
}

describe('consistencyRoute', () => {
  it.each([
    [1, [999]],
    [2, [999, 499]],
    [3, [999, 679, 339]],
    [4, [999, 759, 499, 259]],
    [5, [999, 799, 599, 399, 199]],
    [6, [999, 839, 679, 499, 339, 179]],
    [8, [999, 879, 759, 639, 499, 379, 259, 139]],
  ])('visits the timesteps of diffusers in %i steps', (steps, expected) => {
    expect(sampling(steps).timesteps).toEqual(expected);
  });

  it('lays all steps within the strength', () => {
    expect(sampling(4, { strength: 0.6 })).toMatchObject({ timesteps: [599, 459, 299, 159], isWithinStrength: true });
  });

  it('ignores the spacing and the offset of the file', () => {
    const config = { timestep_spacing: 'leading', steps_offset: 1 };
    expect(sampling(2, { config }).timesteps).toEqual([999, 499]);
  });

  it.each([
    [51, undefined, 'steps must be a whole number from 1 to 50, given 51'],
    [0, undefined, 'steps must be a whole number from 1 to 50, given 0'],
    [8, 0.1, 'steps must be a whole number from 1 to 5 at strength 0.1, given 8'],
  ])('refuses %d steps at strength %s', (steps, strength, message) => {
    expect(() => sampling(steps, strength === undefined ? {} : { strength })).toThrow(
      `Cannot sample with lcm: ${message}`,
    );
  });

  it('refuses a model with fewer training timesteps than the grid', () => {
    expect(() => sampling(2, { config: { num_train_timesteps: 40 } })).toThrow(
      'must have 50 training timesteps or more',
    );
  });
});
