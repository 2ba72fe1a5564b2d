import { describe, expect, it } from 'vitest';
import { dpmpp2m, endingDpmpp2m } from '#renderer/engine/samplers/dpmpp-2m.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, upstreamSum } from '#test/renderer/engine/samplers/upstream-loop.ts';

describe('dpmpp2m', () => {
  it.each([...trajectories('DPM++2M'), ...trajectories('DPM++2M_karras'), ...trajectories('DPM++2M_20')])(
    'follows the recorded run with %s',
    async (_type, golden) => {
      await checkTrajectory(dpmpp2m, golden);
    },
  );

  it.each([
    ['epsilon', false, 0.33014509081840515],
    ['v_prediction', false, 0.22509633004665375],
    ['v_prediction', true, 0.20919817686080933],
  ])("gives diffusers' mean of a loop with %s (karras %s)", async (predictionType, karras, expected) => {
    const config = { ...BASE_A, prediction_type: predictionType };
    const actual = await upstreamSum(endingDpmpp2m('sigma_min'), { config, steps: 10, karras });
    expect(Math.abs(actual / 768 - expected)).toBeLessThan(1e-3);
  });
});
