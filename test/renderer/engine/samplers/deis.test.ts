import { describe, it } from 'vitest';
import { deis } from '#renderer/engine/samplers/deis.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('deis', () => {
  it.each(trajectories('DEIS'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(deis, golden);
  });

  it.each([
    ['no noise', { config: BASE_A }, { mean: 0.23916 }],
    ['v', { config: { ...BASE_A, prediction_type: 'v_prediction' } }, { mean: 0.091 }],
    ['noise', { config: BASE_A, stepsLeft: 2 }, { sum: 315.3016 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(deis, loop, expected);
  });
});
