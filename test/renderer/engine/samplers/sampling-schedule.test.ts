import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { stepOf, trainedSchedule } from '#renderer/engine/samplers/sampling-schedule.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('trainedRoute', () => {
  it('knows the level of each timestep', () => {
    const { timesteps, levels } = trainedSchedule(parseNoiseSchedule(BASE_L), [999, 0]);
    expect(timesteps).toEqual([999, 0]);
    expect(levels[0]!.alpha ** 2).toBeCloseTo(0.00466009508818388, 9);
    expect(levels[1]!.sigma ** 2).toBeCloseTo(1 - 0.9991499781608582, 9);
  });
});

describe('stepOf', () => {
  const steps = (sampling: object) =>
    [0, 1, 2, 3, 4].map((call) => stepOf({ timesteps: [], levels: [], ...sampling }, call));

  it('counts calls, pairs of calls, or as the sampling says', () => {
    expect(steps({})).toEqual([0, 1, 2, 3, 4]);
    expect(steps({ callsPerStep: 2 })).toEqual([0, 0, 1, 1, 2]);
    expect(steps({ stepOf: (call: number) => Math.max(call - 1, 0) })).toEqual([0, 0, 1, 2, 3]);
  });
});
