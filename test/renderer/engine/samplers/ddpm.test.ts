import { describe, it } from 'vitest';
import { ddpm } from '#renderer/engine/samplers/ddpm.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

const CONFIG = { ...BASE_A, clip_sample: true };

describe('ddpm', () => {
  it.each(trajectories('DDPM'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(ddpm, golden);
  });

  it.each([
    ['epsilon', { config: CONFIG, steps: 1000 }, { sum: 258.96112060546875 }],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' }, steps: 1000 }, { sum: 202.02992 }],
    ['noise', { config: CONFIG, steps: 1000, stepsLeft: 2 }, { sum: 387.94659 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(ddpm, loop, expected);
  });
});
