import { describe, it } from 'vitest';
import { lms } from '#renderer/engine/samplers/lms.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_B, checkScaledUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('lms', () => {
  it.each(trajectories('LMS'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(lms, golden);
  });

  it.each([
    ['no noise', { config: BASE_B }, { sum: 1006.388 }],
    ['karras', { config: { ...BASE_B, use_karras_sigmas: true } }, { sum: 3812.9927 }],
    ['noise', { config: BASE_B, stepsLeft: 2 }, { sum: 27663.6895 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkScaledUpstream(lms, loop, expected);
  });
});
