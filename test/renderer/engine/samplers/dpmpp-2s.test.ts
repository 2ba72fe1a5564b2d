import { describe, it } from 'vitest';
import { dpmpp2s } from '#renderer/engine/samplers/dpmpp-2s.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** The upstream test's solver settings. */
const CONFIG = { ...BASE_A, final_sigmas_type: 'sigma_min' };

describe('dpmpp2s', () => {
  it.each(trajectories('DPM++2S'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(dpmpp2s, golden);
  });

  it.each([
    ['no noise', { config: CONFIG }, { mean: 0.2791 }],
    ['karras', { config: { ...CONFIG, use_karras_sigmas: true } }, { mean: 0.2248 }],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' } }, { mean: 0.1453 }],
    [
      'karras and v',
      { config: { ...CONFIG, prediction_type: 'v_prediction', use_karras_sigmas: true } },
      { mean: 0.0649 },
    ],
    ['noise', { config: CONFIG, stepsLeft: 5 }, { sum: 269.2187 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(dpmpp2s, loop, expected);
  });
});
