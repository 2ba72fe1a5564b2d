import { describe, it } from 'vitest';
import { euler } from '#renderer/engine/samplers/euler.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';

describe('euler', () => {
  it.each([
    ...trajectories('EulerDiscrete'),
    ...trajectories('EulerDiscrete_trailing'),
    ...trajectories('EulerDiscrete_karras'),
  ])('follows the recorded run with %s', async (_type, golden) => {
    await checkTrajectory(euler, golden);
  });
});
