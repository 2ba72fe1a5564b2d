import { describe, expect, it } from 'vitest';
import { lcm } from '#renderer/engine/samplers/lcm.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_L, upstreamSample, upstreamSum } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** The timesteps a run visits. */
async function visited(steps: number, config: Record<string, unknown> = BASE_L): Promise<number[]> {
  const timesteps: number[] = [];
  const predict = async (x: ReturnType<typeof upstreamSample>, t: number) => {
    timesteps.push(t);
    return x;
  };
  const options = { schedule: parseNoiseSchedule(config), steps, karras: false, noise: upstreamSample };
  for await (const _ of lcm.sample(predict, upstreamSample(), options));
  return timesteps;
}

describe('lcm', () => {
  it.each(trajectories('LCM'))('follows the recorded run with %s', async (_type, golden) => {
    await checkTrajectory(lcm, golden);
  });

  it.each([
    [1, 18.709678649902344],
    [10, 197.7616424560547],
  ])("gives diffusers' sum of a loop of %i steps", async (steps, expected) => {
    expect(Math.abs((await upstreamSum(lcm, { config: BASE_L, steps })) - expected)).toBeLessThan(1e-3);
  });

  it.each([
    [1, [999]],
    [2, [999, 499]],
    [3, [999, 679, 339]],
    [4, [999, 759, 499, 259]],
    [5, [999, 799, 599, 399, 199]],
    [6, [999, 839, 679, 499, 339, 179]],
    [8, [999, 879, 759, 639, 499, 379, 259, 139]],
  ])('visits the timesteps of diffusers in %i steps', async (steps, expected) => {
    expect(await visited(steps)).toEqual(expected);
  });

  it('ignores the spacing and the offset of the file', async () => {
    expect(await visited(2, { ...BASE_L, timestep_spacing: 'leading', steps_offset: 1 })).toEqual([999, 499]);
  });

  it('refuses more steps than it was distilled on', async () => {
    await expect(visited(51)).rejects.toThrow('steps must be a whole number from 1 to 50, given 51');
  });
});
