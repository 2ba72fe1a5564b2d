import { describe, it } from 'vitest';
import { unipc } from '#renderer/engine/samplers/unipc.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** The upstream test's solver settings. */
const CONFIG = { ...BASE_A, final_sigmas_type: 'sigma_min' };

describe('unipc', () => {
  it.each(trajectories('UniPC', 'UniPC_karras'))(
    'follows the recorded run of %s with %s',
    async (_name, _type, golden) => {
      await checkTrajectory(unipc, golden);
    },
  );

  it.each([
    ['no noise', { config: CONFIG }, { mean: 0.24639563262462616 }],
    ['karras', { config: { ...CONFIG, use_karras_sigmas: true } }, { mean: 0.2924827039241791 }],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' } }, { mean: 0.10139646381139755 }],
    [
      'karras and v',
      { config: { ...CONFIG, prediction_type: 'v_prediction', use_karras_sigmas: true } },
      { mean: 0.19620740413665771 },
    ],
    ['noise', { config: CONFIG, stepsLeft: 2 }, { sum: 315.57568359375 }],
    ['one dimension', { config: CONFIG, dims: [4, 3, 8] }, { mean: 0.2441 }],
    ['one dimension, karras', { config: { ...CONFIG, use_karras_sigmas: true }, dims: [4, 3, 8] }, { mean: 0.2898 }],
    ['one dimension, v', { config: { ...CONFIG, prediction_type: 'v_prediction' }, dims: [4, 3, 8] }, { mean: 0.1014 }],
    [
      'one dimension, karras and v',
      { config: { ...CONFIG, prediction_type: 'v_prediction', use_karras_sigmas: true }, dims: [4, 3, 8] },
      { mean: 0.1944 },
    ],
    ['one dimension, noise', { config: CONFIG, dims: [4, 3, 8], stepsLeft: 2 }, { sum: 39.086952209472656 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(unipc, loop, expected);
  });

  it.each(trajectories('UniPC_order3'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(unipc, golden, { order: 3 });
  });
});
