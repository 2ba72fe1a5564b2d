import { describe, it } from 'vitest';
import { dpmpp2m } from '#renderer/engine/samplers/dpmpp-2m.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** The upstream test's solver settings. */
const CONFIG = { ...BASE_A, lower_order_final: false, final_sigmas_type: 'sigma_min' };

describe('dpmpp2m', () => {
  it.each(trajectories('DPM++2M', 'DPM++2M_karras', 'DPM++2M_20'))(
    'follows the recorded run of %s with %s',
    async (_name, _type, golden) => {
      await checkTrajectory(dpmpp2m, golden);
    },
  );

  it.each([
    ['no noise', { config: CONFIG }, { mean: 0.33014509081840515 }],
    [
      'thresholding',
      { config: { ...CONFIG, thresholding: true, dynamic_thresholding_ratio: 0.87, sample_max_value: 0.5 } },
      { mean: 1.1363632678985596 },
    ],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' } }, { mean: 0.22509633004665375 }],
    [
      'karras and v',
      { config: { ...CONFIG, prediction_type: 'v_prediction', use_karras_sigmas: true } },
      { mean: 0.20919817686080933 },
    ],
    [
      'levels even in log sigma, and v',
      { config: { ...CONFIG, prediction_type: 'v_prediction', use_exponential_sigmas: true } },
      { mean: 0.15542294085025787 },
    ],
    ['noise', { config: CONFIG, stepsLeft: 5 }, { sum: 318.4111022949219 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(dpmpp2m, loop, expected);
  });
});
