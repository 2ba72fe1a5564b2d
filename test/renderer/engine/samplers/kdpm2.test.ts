import { describe, it } from 'vitest';
import { kdpm2 } from '#renderer/engine/samplers/kdpm2.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('kdpm2', () => {
  it.each(trajectories('KDPM2'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(kdpm2, golden);
  });

  it.each([
    ['no noise', { config: BASE_B }, { sum: 20.4125 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 70408.4062 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(kdpm2, loop, expected);
  });
});
