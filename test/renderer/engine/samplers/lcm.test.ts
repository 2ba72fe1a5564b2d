import { describe, expect, it } from 'vitest';
import { lcm } from '#renderer/engine/samplers/lcm.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_L, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('lcm', () => {
  it.each(trajectories('LCM'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(lcm, golden);
  });

  it.each([
    ['1 step', { config: BASE_L, steps: 1 }, { sum: 18.709678649902344 }],
    ['10 steps', { config: BASE_L }, { sum: 197.7616424560547 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(lcm, loop, expected);
  });

  it('takes at most the steps it was distilled on', () => {
    expect(lcm.stepsMax).toBe(50);
    const options = { schedule: parseNoiseSchedule(BASE_L), steps: 51, sigmas: 'default' } as const;
    expect(() => lcm.plan(options)).toThrow('steps must be a whole number from 1 to 50, given 51');
  });
});
