import { describe, it } from 'vitest';
import { pndm } from '#renderer/engine/samplers/pndm.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_A, checkUpstream } from '#test/renderer/engine/samplers/upstream-loop.ts';

const CONFIG = { ...BASE_A, skip_prk_steps: false };

describe('pndm', () => {
  it.each(trajectories('PNDM'))('follows the recorded run of %s with %s', async (_name, _type, golden) => {
    await checkTrajectory(pndm, golden);
  });

  it.each([
    ['Runge-Kutta start', { config: CONFIG }, { sum: 198.1318359375 }],
    ['v', { config: { ...CONFIG, prediction_type: 'v_prediction' } }, { sum: 67.39860534667969 }],
    ['set_alpha_to_one', { config: { ...CONFIG, beta_start: 0.01, set_alpha_to_one: true } }, { sum: 230.0336 }],
    ['set_alpha_to_one off', { config: { ...CONFIG, beta_start: 0.01, set_alpha_to_one: false } }, { sum: 186.9412 }],
  ])("ends as diffusers' own test: %s", async (_name, loop, expected) => {
    await checkUpstream(pndm, loop, expected);
  });
});
