import { describe, expect, it } from 'vitest';
import { ddim, stochasticDdim } from '#renderer/engine/samplers/ddim.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, upstreamSum } from '#test/renderer/engine/samplers/upstream-loop.ts';

const CONFIG = { ...BASE_A, clip_sample: true };

describe('ddim', () => {
  it.each(trajectories('DDIM'))('follows the recorded run with %s', async (_type, golden) => {
    await checkTrajectory(ddim, golden);
  });

  it.each(trajectories('DDIM_eta1'))('follows the recorded run with eta 1 and %s', async (_type, golden) => {
    await checkTrajectory(stochasticDdim(1), golden);
  });

  it.each([
    ['epsilon', CONFIG, 172.0067138671875],
    ['v_prediction', { ...CONFIG, prediction_type: 'v_prediction' }, 52.53020477294922],
    ['set_alpha_to_one', { ...CONFIG, beta_start: 0.01, set_alpha_to_one: true }, 149.82945251464844],
    ['set_alpha_to_one off', { ...CONFIG, beta_start: 0.01, set_alpha_to_one: false }, 149.0784149169922],
  ])("gives diffusers' sum of a loop with %s", async (_name, config, expected) => {
    expect(Math.abs((await upstreamSum(ddim, { config, steps: 10 })) - expected)).toBeLessThan(1e-2);
  });
});
