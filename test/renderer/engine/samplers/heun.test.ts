import { describe, it } from 'vitest';
import { heun } from '#renderer/engine/samplers/heun.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('heun', () => {
  it.each(trajectories('Heun'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(heun, golden);
  });

  it.each([
    ['no noise', { config: BASE_B }, { sum: 0.1233 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 75074.8906 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(heun, loop, expected);
  });
});
