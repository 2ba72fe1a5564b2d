import { describe, it } from 'vitest';
import { kdpm2Ancestral } from '#renderer/engine/samplers/kdpm2-ancestral.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('kdpm2Ancestral', () => {
  it.each(trajectories('KDPM2A'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(kdpm2Ancestral, golden);
  });

  it.each([
    ['no noise', { config: BASE_B }, { sum: 13979.9433 }],
    ['v', { config: { ...BASE_B, prediction_type: 'v_prediction' } }, { sum: 331.8133 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 93087.3437 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(kdpm2Ancestral, loop, expected);
  });
});
