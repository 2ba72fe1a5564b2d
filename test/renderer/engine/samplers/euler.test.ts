import { describe, it } from 'vitest';
import { euler } from '#renderer/engine/samplers/euler.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('euler', () => {
  it.each(trajectories('EulerDiscrete', 'EulerDiscrete_trailing', 'EulerDiscrete_karras'))(
    'follows the recorded run of %s with %s',
    async (_name, _type, golden) => {
      await checkTrajectory(euler, golden);
    },
  );

  it.each([
    ['no noise', { config: BASE_B }, { sum: 10.080680847167969 }],
    ['v', { config: { ...BASE_B, prediction_type: 'v_prediction' } }, { sum: 0.0002 }],
    ['karras', { config: { ...BASE_B, use_karras_sigmas: true } }, { sum: 124.52259826660156 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 57062.9296875 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(euler, loop, expected);
  });
});
