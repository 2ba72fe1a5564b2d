import { describe, it } from 'vitest';
import { eulerAncestral } from '#renderer/engine/samplers/euler-ancestral.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('eulerAncestral', () => {
  it.each(trajectories('EulerAncestral'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(eulerAncestral, golden);
  });

  it.each([
    ['no noise', { config: BASE_B }, { sum: 152.3192901611328 }],
    ['v', { config: { ...BASE_B, prediction_type: 'v_prediction' } }, { sum: 108.44389343261719 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 56163.05078125 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(eulerAncestral, loop, expected);
  });
});
