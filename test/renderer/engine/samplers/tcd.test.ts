import { describe, it } from 'vitest';
import { tcd } from '#renderer/engine/samplers/tcd.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_L, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('tcd', () => {
  it.each(trajectories('TCD_eta0.3'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(tcd, golden);
  });

  it.each([
    ['1 step', { config: BASE_L, steps: 1, eta: 0 }, { sum: 29.871536254882812 }],
    ['10 steps', { config: BASE_L, eta: 0 }, { sum: 181.20401000976562 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(tcd, loop, expected);
  });
});
