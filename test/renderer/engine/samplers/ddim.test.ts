import { describe, expect, it } from 'vitest';
import { ddim, ddimVariance } from '#renderer/engine/samplers/ddim.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

const CONFIG = { ...BASE_A, clip_sample: true };

describe('ddim', () => {
  it.each(trajectories('DDIM', 'DDIM_eta1'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(ddim, golden);
  });

  it.each([
    ['no noise', { config: CONFIG }, { sum: 172.0067138671875 }],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' } }, { sum: 52.53020477294922 }],
    [
      'set_alpha_to_one',
      { config: { ...CONFIG, beta_start: 0.01, set_alpha_to_one: true } },
      { sum: 149.82945251464844 },
    ],
    [
      'set_alpha_to_one off',
      { config: { ...CONFIG, beta_start: 0.01, set_alpha_to_one: false } },
      { sum: 149.0784149169922 },
    ],
    ['noise', { config: CONFIG, stepsLeft: 2 }, { sum: 354.54180908203125 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(ddim, loop, expected);
  });
});

describe('ddimVariance', () => {
  it.each([
    [0, 0, 0],
    [420, 400, 0.14771],
    [980, 960, 0.3246],
    [487, 486, 0.00979],
    [999, 998, 0.02],
  ])('is that of diffusers from %i to %i', (t, next, expected) => {
    expect(Math.abs(ddimVariance(parseNoiseSchedule(BASE_A), { t, next }) - expected)).toBeLessThan(1e-5);
  });
});
